package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.Lanes.FIRST;

/**
 * Planes {@code [channels][height][width][16]} framed with zeros, so that no tap of a window leaves them. Without a
 * frame the planes are used where they lie.
 */
final class PaddedPlanes {

    private final int channels;
    private final int height;
    private final int width;
    private final int top;
    private final int left;
    private final int paddedHeight;
    private final int paddedWidth;
    private final float[] padded;

    PaddedPlanes(int channels, int height, int width, int top, int bottom, int left, int right) {
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.top = top;
        this.left = left;
        paddedHeight = height + top + bottom;
        paddedWidth = width + left + right;
        padded = isPadded() ? new float[FIRST + channels * plane()] : new float[0];
    }

    private boolean isPadded() {
        return paddedHeight > height || paddedWidth > width;
    }

    /** Floats of one channel with its frame. */
    int plane() {
        return paddedHeight * paddedWidth * COUNT;
    }

    /** Where a pixel lies in its channel; the frame has negative numbers or numbers beyond the size. */
    int at(int row, int column) {
        return distance(row + top, column + left);
    }

    /** From a pixel to another so many rows and columns further. */
    int distance(int rows, int columns) {
        return (rows * paddedWidth + columns) * COUNT;
    }

    /** Where the framed planes are, after a copy if there is a frame. */
    float[] array(float[] planes, int from) {
        if (!isPadded()) {
            return planes;
        }
        int row = width * COUNT;
        int source = from;
        for (int channel = 0; channel < channels; channel++) {
            for (int y = 0; y < height; y++, source += row) {
                System.arraycopy(planes, source, padded, FIRST + channel * plane() + at(y, 0), row);
            }
        }
        return padded;
    }

    int offset(int from) {
        return isPadded() ? FIRST : from;
    }
}
