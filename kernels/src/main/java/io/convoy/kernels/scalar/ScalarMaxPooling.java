package io.convoy.kernels.scalar;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.MaxPooling;
import io.convoy.kernels.PoolingShape;
import java.util.Arrays;

final class ScalarMaxPooling implements MaxPooling {

    private final PoolingShape shape;
    private final Axis vertical;
    private final Axis horizontal;

    /** {@link #rank} of the best so far. */
    private final int[] ranks = new int[COUNT];

    ScalarMaxPooling(PoolingShape shape) {
        this.shape = shape;
        vertical = Axis.vertical(shape);
        horizontal = Axis.horizontal(shape);
    }

    @Override
    public PoolingShape shape() {
        return shape;
    }

    @Override
    public void forward(
            float[] input, int inputOffset, float[] output, int outputOffset, int[] winners, int winnersOffset) {
        int at = 0;
        for (int channel = 0; channel < shape.channels(); channel++) {
            int plane = inputOffset + channel * vertical.input() * horizontal.input() * COUNT;
            for (int y = 0; y < vertical.output(); y++) {
                for (int x = 0; x < horizontal.output(); x++, at += COUNT) {
                    forward(y, x, input, plane, output, outputOffset + at, winners, winnersOffset + at);
                }
            }
        }
    }

    /** One window. */
    private void forward(int y, int x, float[] input, int plane, float[] output, int out, int[] winners, int win) {
        Arrays.fill(ranks, Integer.MIN_VALUE);
        int top = vertical.inputUnder(y, 0);
        int left = horizontal.inputUnder(x, 0);
        for (int row = vertical.firstInput(y); row < vertical.endInput(y); row++) {
            for (int column = horizontal.firstInput(x); column < horizontal.endInput(x); column++) {
                int position = (row - top) * horizontal.window() + column - left;
                int from = plane + (row * horizontal.input() + column) * COUNT;
                challenge(position, input, from, output, out, winners, win);
            }
        }
    }

    /** Integers in place of floats: C2 makes conditional moves of them, which spares branches nobody can predict. */
    private void challenge(int position, float[] input, int from, float[] output, int out, int[] winners, int win) {
        for (int lane = 0; lane < COUNT; lane++) {
            float value = input[from + lane];
            int rank = rank(value);
            int winner = winners[win + lane];
            int best = Float.floatToRawIntBits(output[out + lane]);
            boolean better = rank > ranks[lane];
            winners[win + lane] = better ? position : winner;
            output[out + lane] = Float.intBitsToFloat(better ? Float.floatToRawIntBits(value) : best);
            ranks[lane] = Math.max(ranks[lane], rank);
        }
    }

    /** Orders floats: −0 ranks with 0, NaN above all. */
    private static int rank(float value) {
        int bits = Float.floatToIntBits(value + 0f);
        return bits ^ (bits >> 31 & Integer.MAX_VALUE);
    }

    @Override
    public void backward(
            int[] winners,
            int winnersOffset,
            float[] outputGradient,
            int outputGradientOffset,
            float[] inputGradient,
            int inputGradientOffset) {
        Arrays.fill(inputGradient, inputGradientOffset, inputGradientOffset + shape.inputSize() * COUNT, 0f);
        int at = 0;
        for (int channel = 0; channel < shape.channels(); channel++) {
            int plane = inputGradientOffset + channel * vertical.input() * horizontal.input() * COUNT;
            for (int y = 0; y < vertical.output(); y++) {
                for (int x = 0; x < horizontal.output(); x++) {
                    for (int lane = 0; lane < COUNT; lane++, at++) {
                        int winner = winners[winnersOffset + at];
                        if (winner >= 0) {
                            int row = vertical.inputUnder(y, winner / horizontal.window());
                            int column = horizontal.inputUnder(x, winner % horizontal.window());
                            inputGradient[plane + (row * horizontal.input() + column) * COUNT + lane] +=
                                    outputGradient[outputGradientOffset + at];
                        }
                    }
                }
            }
        }
    }
}
