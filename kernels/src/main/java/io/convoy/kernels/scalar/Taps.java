package io.convoy.kernels.scalar;

import static io.convoy.kernels.Lanes.COUNT;

import java.util.Arrays;

/**
 * How the taps of a window connect one channel of input and one of output, both {@code [row][column][16]}. A tap is
 * {@code row · width + column} of the window.
 */
record Taps(Axis vertical, Axis horizontal) {

    /** Values of one channel of a block of output. */
    int outputPlane() {
        return vertical.output() * horizontal.output() * COUNT;
    }

    /** Values of one channel of a block of input. */
    int inputPlane() {
        return vertical.input() * horizontal.input() * COUNT;
    }

    /**
     * Overwrites {@code plane}, in the output's shape, with the input under a tap and {@code padding} outside of it.
     */
    void copySeen(int tap, float[] input, int channel, float padding, float[] plane) {
        int length = horizontal.output() * COUNT;
        int column = tap % horizontal.window();
        int first = horizontal.firstOutput(column);
        int end = horizontal.endOutput(column);
        for (int y = 0; y < vertical.output(); y++) {
            int to = y * length;
            int row = vertical.inputUnder(y, tap / horizontal.window());
            if (!vertical.isInside(row) || first == end) {
                Arrays.fill(plane, to, to + length, padding);
                continue;
            }
            Arrays.fill(plane, to, to + first * COUNT, padding);
            Arrays.fill(plane, to + end * COUNT, to + length, padding);
            int from = channel + (row * horizontal.input() + horizontal.inputUnder(first, column)) * COUNT;
            copyPixels(input, from, horizontal.stride(), plane, to + first * COUNT, 1, end - first);
        }
    }

    /** Overwrites {@code plane}, in the input's shape, with the output that meets it through a tap and 0 elsewhere. */
    void copyReaching(int tap, float[] output, int channel, float[] plane) {
        Arrays.fill(plane, 0f);
        int column = tap % horizontal.window();
        int line = tap / horizontal.window();
        int first = horizontal.firstOutput(column);
        int end = horizontal.endOutput(column);
        for (int y = vertical.firstOutput(line); y < vertical.endOutput(line) && first < end; y++) {
            int from = channel + (y * horizontal.output() + first) * COUNT;
            int row = vertical.inputUnder(y, line) * horizontal.input();
            int to = (row + horizontal.inputUnder(first, column)) * COUNT;
            copyPixels(output, from, 1, plane, to, horizontal.stride(), end - first);
        }
    }

    private static void copyPixels(
            float[] source, int from, int fromStride, float[] target, int to, int toStride, int pixels) {
        if (fromStride == 1 && toStride == 1) {
            System.arraycopy(source, from, target, to, pixels * COUNT);
            return;
        }
        for (int p = 0; p < pixels; p++) {
            System.arraycopy(source, from + p * fromStride * COUNT, target, to + p * toStride * COUNT, COUNT);
        }
    }
}
