package io.convoy.kernels.scalar;

import static io.convoy.kernels.Lanes.COUNT;

import java.util.Arrays;

/** What the taps of a window see of a channel: copies of the input that have the output's shape. */
record Taps(Axis vertical, Axis horizontal) {

    /** Values of one channel of a block of output. */
    int outputPlane() {
        return vertical.output() * horizontal.output() * COUNT;
    }

    /** Overwrites {@code plane} [row][column][16] with the pixels under one tap, and with {@code padding} outside. */
    void copy(int line, int column, float[] input, int channel, float padding, float[] plane) {
        int length = horizontal.output() * COUNT;
        for (int y = 0; y < vertical.output(); y++) {
            int row = vertical.inputUnder(y, line);
            if (vertical.isInside(row)) {
                copyRow(column, input, channel + row * horizontal.input() * COUNT, padding, plane, y * length);
            } else {
                Arrays.fill(plane, y * length, (y + 1) * length, padding);
            }
        }
    }

    private void copyRow(int column, float[] input, int row, float padding, float[] plane, int to) {
        int first = horizontal.firstOutput(column);
        int end = horizontal.endOutput(column);
        Arrays.fill(plane, to, to + first * COUNT, padding);
        Arrays.fill(plane, to + end * COUNT, to + horizontal.output() * COUNT, padding);
        int from = row + horizontal.inputUnder(first, column) * COUNT;
        if (horizontal.stride() == 1) {
            System.arraycopy(input, from, plane, to + first * COUNT, (end - first) * COUNT);
            return;
        }
        for (int x = first; x < end; x++, from += horizontal.stride() * COUNT) {
            System.arraycopy(input, from, plane, to + x * COUNT, COUNT);
        }
    }
}
