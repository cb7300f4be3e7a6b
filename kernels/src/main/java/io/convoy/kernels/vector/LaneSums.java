package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.INTS;
import static io.convoy.kernels.vector.Species.LENGTH;

import io.convoy.kernels.Lanes;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * {@link Lanes#sum} of many values, sixteen at a time: in four steps, over the distances 8, 4, 2 and 1 from lane to
 * lane, two vectors become one, which holds the sums of the one in the lanes whose number lacks the bit of the distance
 * and those of the other in the rest. At last lane {@code i} has the sum of vector {@code i}. Where vectors have fewer
 * than sixteen lanes it is done value by value.
 */
final class LaneSums {

    private static final boolean IN_VECTORS = LENGTH == COUNT;

    private static final VectorShuffle<Float> SWAP_8 = swap(8);
    private static final VectorShuffle<Float> SWAP_4 = swap(4);
    private static final VectorShuffle<Float> SWAP_2 = swap(2);
    private static final VectorShuffle<Float> SWAP_1 = swap(1);

    /** All bits set in the lanes whose number has the bit of the distance. */
    private static final int[] LANES_8 = lanes(8);

    private static final int[] LANES_4 = lanes(4);
    private static final int[] LANES_2 = lanes(2);
    private static final int[] LANES_1 = lanes(1);

    private final float[] scratch = new float[Lanes.FIRST + 4 * COUNT];

    private static VectorShuffle<Float> swap(int distance) {
        return VectorShuffle.fromOp(FLOATS, lane -> (lane ^ distance) % LENGTH);
    }

    private static int[] lanes(int distance) {
        return IntStream.range(0, LENGTH)
                .map(lane -> (lane & distance) == 0 ? 0 : -1)
                .toArray();
    }

    /** Overwrites {@code sums[i]} with {@link Lanes#sum} of the sixteen lanes {@code i} from {@code first} on. */
    void run(int count, float[] lanes, int first, float[] sums) {
        int whole = IN_VECTORS ? count / COUNT * COUNT : 0;
        for (int i = 0; i < whole; i += COUNT) {
            addFar(lanes, first + i * COUNT, scratch);
            addNear(scratch, sums, i);
        }
        for (int i = whole; i < count; i++) {
            sums[i] = Lanes.sum(lanes, first + i * COUNT);
        }
    }

    /** From sixteen vectors to four. */
    private static void addFar(float[] from, int first, float[] to) {
        var has8 = IntVector.fromArray(INTS, LANES_8, 0);
        var has4 = IntVector.fromArray(INTS, LANES_4, 0);
        for (int i = 0; i < 4; i++) {
            int at = first + i * COUNT;
            var a = FloatVector.fromArray(FLOATS, from, at);
            var b = FloatVector.fromArray(FLOATS, from, at + 4 * COUNT);
            var c = FloatVector.fromArray(FLOATS, from, at + 8 * COUNT);
            var d = FloatVector.fromArray(FLOATS, from, at + 12 * COUNT);
            var ac = select(has8, a, c).add(select(has8, c, a).rearrange(SWAP_8));
            var bd = select(has8, b, d).add(select(has8, d, b).rearrange(SWAP_8));
            select(has4, ac, bd).add(select(has4, bd, ac).rearrange(SWAP_4)).intoArray(to, Lanes.FIRST + i * COUNT);
        }
    }

    /** From four vectors to one. */
    private static void addNear(float[] from, float[] to, int firstTo) {
        var has2 = IntVector.fromArray(INTS, LANES_2, 0);
        var has1 = IntVector.fromArray(INTS, LANES_1, 0);
        var a = FloatVector.fromArray(FLOATS, from, Lanes.FIRST);
        var b = FloatVector.fromArray(FLOATS, from, Lanes.FIRST + COUNT);
        var c = FloatVector.fromArray(FLOATS, from, Lanes.FIRST + 2 * COUNT);
        var d = FloatVector.fromArray(FLOATS, from, Lanes.FIRST + 3 * COUNT);
        var ac = select(has2, a, c).add(select(has2, c, a).rearrange(SWAP_2));
        var bd = select(has2, b, d).add(select(has2, d, b).rearrange(SWAP_2));
        select(has1, ac, bd).add(select(has1, bd, ac).rearrange(SWAP_1)).intoArray(to, firstTo);
    }

    /** The lanes of {@code b} where {@code mask} is set, else those of {@code a}; one instruction with AVX-512. */
    private static FloatVector select(IntVector mask, FloatVector a, FloatVector b) {
        var bits = a.reinterpretAsInts();
        var difference = bits.lanewise(VectorOperators.XOR, b.reinterpretAsInts());
        return bits.lanewise(VectorOperators.XOR, difference.and(mask)).reinterpretAsFloats();
    }
}
