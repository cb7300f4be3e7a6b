package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.LENGTH;

import io.convoy.kernels.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Some values of each image in a row, {@code [blocks · 16][columns]}, turned from {@code [columns][16]}. Two floats
 * travel as one long: vectors pair the values of two columns, then the pairs are moved one by one. Java has neither
 * permutations of vectors that are fast on JDK 17 nor a view of floats as longs, so the rows are longs.
 */
final class InputRows {

    /** Where the first row begins in {@link #values}: on a cache line, see {@link Lanes#FIRST}. */
    static final int FIRST = Lanes.FIRST / 2;

    private static final long LOW = 0xffff_ffffL;

    private final int stride;

    /** [two columns][16]: the even images, then the odd ones. */
    private final long[] pairs;

    private final RowMove move;
    private long[] values = {};

    /** @param columns an even number */
    InputRows(int columns) {
        stride = columns / 2;
        pairs = new long[FIRST + stride * COUNT];
        long[] dummyRows = new long[COUNT * stride];
        move = Template.instance(
                RowMove.class, RowMove16.class, copy -> copy.run(stride, pairs, FIRST, dummyRows, 0), stride);
    }

    void setBlocks(int blocks) {
        int length = FIRST + blocks * COUNT * stride;
        if (values.length < length) {
            values = new long[length];
        }
    }

    long[] values() {
        return values;
    }

    /** Longs from one image to the next. */
    int stride() {
        return stride;
    }

    void set(int block, float[] input, int from) {
        for (int lane = 0; lane < COUNT; lane += LENGTH) {
            pair(stride, input, from + lane, pairs, FIRST + lane / 2);
        }
        move.run(stride, pairs, FIRST, values, FIRST + block * COUNT * stride);
    }

    private static void pair(int count, float[] input, int from, long[] pairs, int to) {
        for (int i = 0; i < count; i++) {
            var a = FloatVector.fromArray(FLOATS, input, from + 2 * COUNT * i).reinterpretAsLongs();
            var b = FloatVector.fromArray(FLOATS, input, from + COUNT + 2 * COUNT * i)
                    .reinterpretAsLongs();
            a.and(LOW).or(b.lanewise(VectorOperators.LSHL, Integer.SIZE)).intoArray(pairs, to + COUNT * i);
            a.lanewise(VectorOperators.LSHR, Integer.SIZE).or(b.and(~LOW)).intoArray(pairs, to + COUNT / 2 + COUNT * i);
        }
    }
}
