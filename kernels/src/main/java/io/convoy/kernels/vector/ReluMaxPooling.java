package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * ReLU and max pooling on the bit patterns. As signed integers all negative floats lie below zero and all others in
 * order, so the maximum with 0 is ReLU; between two integers from 0 up a difference does not overflow, and its sign
 * spread over the word is a mask for the winner. Masks proper and the maximum of floats are slow on JDK 17.
 */
final class ReluMaxPooling {

    private final PoolingWindows windows;

    ReluMaxPooling(PoolingWindows windows) {
        this.windows = windows;
    }

    /** As {@link io.convoy.kernels.ConvolutionReluMaxPooling#forward} from the convolution's output on. */
    void forward(float[] input, int from, float[] output, int to, int[] winners, int winnersTo) {
        var shape = windows.shape();
        int at = 0;
        for (int channel = 0; channel < shape.channels(); channel++) {
            int plane = from + channel * windows.inputPlane();
            for (int y = 0; y < shape.outputHeight(); y++) {
                for (int x = 0; x < shape.outputWidth(); x++) {
                    int rows = windows.rows()[y];
                    int columns = windows.columns()[x];
                    int position = windows.firstPosition(y, x);
                    int first = plane + windows.first(y, x);
                    for (int lane = 0; lane < COUNT; lane += Species.LENGTH, at += Species.LENGTH) {
                        window(input, first + lane, rows, columns, position, output, to + at, winners, winnersTo + at);
                    }
                }
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
            var value = FloatVector.fromArray(Species.FLOATS, input, at)
                    .reinterpretAsInts()
                    .max(IntVector.zero(INTS));
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
