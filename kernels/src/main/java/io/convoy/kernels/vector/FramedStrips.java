package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.Lanes.FIRST;

import java.util.Arrays;

/**
 * What a window of stride 1 sees of a plane {@code [height][width][16]} framed with zeros, a few rows at a time, so
 * that the first cache holds them. Without a frame the plane is used where it lies.
 */
final class FramedStrips {

    /** Of the framed rows, a little more than a third of a first cache of 48 KB. */
    private static final int CACHED_VECTORS = 288;

    private final int height;
    private final int width;
    private final int top;
    private final int left;
    private final int framedWidth;
    private final int windowHeight;
    private final int seenHeight;
    private final int stripRows;

    /** A strip, with zeros left and right of it; empty if nothing is framed. */
    private final float[] framed;

    /** @param top rows of zeros above and below, @param left columns of zeros on either side */
    FramedStrips(int height, int width, int top, int left, int windowHeight) {
        this.height = height;
        this.width = width;
        this.top = top;
        this.left = left;
        this.windowHeight = windowHeight;
        framedWidth = width + 2 * left;
        seenHeight = height + 2 * top - windowHeight + 1;
        int most = Math.max(1, CACHED_VECTORS / framedWidth - windowHeight + 1);
        int strips = (seenHeight + most - 1) / most;
        stripRows = (seenHeight + strips - 1) / strips;
        framed = isFramed() ? new float[FIRST + (stripRows + windowHeight - 1) * line()] : new float[0];
    }

    private boolean isFramed() {
        return top > 0 || left > 0;
    }

    /** From a row to the next. */
    int line() {
        return framedWidth * COUNT;
    }

    /** Rows of windows in all but the last strip. */
    int stripRows() {
        return stripRows;
    }

    int strips() {
        return (seenHeight + stripRows - 1) / stripRows;
    }

    /** Rows of windows in a strip. */
    int rows(int strip) {
        return Math.min(stripRows, seenHeight - strip * stripRows);
    }

    /** Where the strip is, after a copy if there is a frame. */
    float[] array(int strip, float[] plane, int from) {
        if (!isFramed()) {
            return plane;
        }
        int first = strip * stripRows - top;
        for (int i = 0; i < rows(strip) + windowHeight - 1; i++) {
            int to = FIRST + i * line() + left * COUNT;
            int row = first + i;
            if (row < 0 || row >= height) {
                Arrays.fill(framed, to, to + width * COUNT, 0f);
            } else {
                System.arraycopy(plane, from + row * width * COUNT, framed, to, width * COUNT);
            }
        }
        return framed;
    }

    int offset(int strip, int from) {
        return isFramed() ? FIRST : from + strip * stripRows * line();
    }
}
