package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/**
 * ReLU and max pooling on the bit patterns. As signed integers all negative floats lie below zero and all others in
 * order, so the maximum with 0 is ReLU; between two integers from 0 up a difference does not overflow, and its sign
 * spread over the word is a mask for the winner. Masks proper and the maximum of floats are slow on JDK 17.
 */
final class ReluMaxPooling {

    private final PoolingWindows windows;

    /** For windows of two by two pixels, else null. */
    private final @Nullable HalvingRow halving;

    ReluMaxPooling(PoolingWindows windows) {
        this.windows = windows;
        var shape = windows.shape();
        halving = windows.areHalving() ? halving(shape.outputWidth(), shape.inputWidth() * COUNT) : null;
    }

    private static HalvingRow halving(int windows, int below) {
        int[] winners = new int[windows * COUNT];
        float[] output = new float[winners.length];
        float[] input = new float[below + 2 * winners.length];
        return Template.instance(
                HalvingRow.class,
                ReluHalvingRow.class,
                row -> row.run(input, 0, output, 0, winners, 0),
                windows,
                below);
    }

    /**
     * Overwrites the row {@code y} of the outputs of all channels.
     *
     * @param from of row {@code inputRow} of the first channel
     * @param plane from one channel to the next
     */
    void forward(
            int y,
            float[] input,
            int from,
            int inputRow,
            int plane,
            float[] output,
            int outputFrom,
            int[] winners,
            int winnersFrom) {
        var shape = windows.shape();
        int outputRow = shape.outputWidth() * COUNT;
        for (int channel = 0; channel < shape.channels(); channel++) {
            int source = from + channel * plane - inputRow * shape.inputWidth() * COUNT;
            int row = (channel * shape.outputHeight() + y) * outputRow;
            if (halving != null) {
                int upper = source + windows.first(y, 0);
                halving.run(input, upper, output, outputFrom + row, winners, winnersFrom + row);
            } else {
                row(y, input, source, output, outputFrom + row, winners, winnersFrom + row);
            }
        }
    }

    private void row(int y, float[] input, int plane, float[] output, int to, int[] winners, int winnersTo) {
        int at = 0;
        for (int x = 0; x < windows.shape().outputWidth(); x++) {
            for (int lane = 0; lane < COUNT; lane += Species.LENGTH, at += Species.LENGTH) {
                window(
                        input,
                        plane + windows.first(y, x) + lane,
                        windows.rows()[y],
                        windows.columns()[x],
                        windows.firstPosition(y, x),
                        output,
                        to + at,
                        winners,
                        winnersTo + at);
            }
        }
    }

    private void window(
            float[] input,
            int from,
            int rows,
            int columns,
            int firstPosition,
            float[] output,
            int to,
            int[] winners,
            int winnersTo) {
        int nextRow = (windows.shape().inputWidth() - columns + 1) * COUNT;
        int nextRowPosition = windows.shape().window().width() - columns + 1;
        var best = IntVector.zero(INTS);
        var winner = IntVector.broadcast(INTS, -1);
        int position = firstPosition;
        int at = from;
        int column = 0;
        for (int i = 0; i < rows * columns; i++) {
            var value =
                    FloatVector.fromArray(FLOATS, input, at).reinterpretAsInts().max(IntVector.zero(INTS));
            var wins = best.sub(value).lanewise(VectorOperators.ASHR, 31);
            var change = winner.lanewise(VectorOperators.XOR, position).and(wins);
            winner = winner.lanewise(VectorOperators.XOR, change);
            best = best.max(value);
            column++;
            boolean rowEnds = column == columns;
            column = rowEnds ? 0 : column;
            at += rowEnds ? nextRow : COUNT;
            position += rowEnds ? nextRowPosition : 1;
        }
        best.reinterpretAsFloats().intoArray(output, to);
        winner.intoArray(winners, winnersTo);
    }
}
