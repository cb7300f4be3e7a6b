package io.convoy.kernels;

import static io.convoy.kernels.Lanes.COUNT;

/**
 * Which pixel wins each window of {@link Window#HALVING} after ReLU, {@code [channels][output height][words][16]}:
 * three bits a window, up to ten windows of a row in one word, the last of them in its lowest bits. Of the three, the
 * highest is 1 where the maximum is 0, so that ReLU passes no gradient; then come the winner's row and column in the
 * window. Bits that belong to no window are of no account.
 */
public final class PooledWinners {

    /** Of a window. */
    public static final int BITS = 3;

    private static final int WINDOWS = Integer.SIZE / BITS;

    private PooledWinners() {}

    /** Of a row. */
    public static int words(PoolingShape shape) {
        return (shape.outputWidth() + WINDOWS - 1) / WINDOWS;
    }

    /** Ints of one block. */
    public static int length(PoolingShape shape) {
        return shape.channels() * shape.outputHeight() * words(shape) * COUNT;
    }

    /** The word of column {@code x} of the output. */
    public static int word(int x) {
        return x / WINDOWS;
    }

    /** How far its word is shifted to the right to bring the bits of column {@code x} to the lowest. */
    public static int shift(PoolingShape shape, int x) {
        int last = Math.min(shape.outputWidth(), (word(x) + 1) * WINDOWS) - 1;
        return (last - x) * BITS;
    }
}
