package io.convoy.kernels;

/**
 * The layout of activations: {@code [block][channel][row][column][16]}. A block is sixteen images side by side; lane
 * {@code l} of block {@code b} belongs to image {@code 16 b + l}. The last block of a minibatch may be partly filled:
 * its unused lanes hold zeros and receive zero loss gradient.
 */
public final class Lanes {

    /** Images in a block: one 64-byte cache line of floats, whatever the vector width of the machine. */
    public static final int COUNT = 16;

    /**
     * Where values should begin in an array: behind HotSpot's header of 16 bytes, on the next cache line if objects
     * begin on one, as they do under {@code -XX:ObjectAlignmentInBytes=64} and as large arrays do under G1. A vector
     * that straddles two lines costs two loads, a third of the speed of weight gradients.
     */
    public static final int FIRST = 12;

    private Lanes() {}

    /** Blocks that hold the given number of images. */
    public static int blocks(int images) {
        return (images + COUNT - 1) / COUNT;
    }

    /**
     * The one sum that crosses lanes, always in the same order, a tree: lane {@code l} takes lane {@code l + 8}, then
     * {@code l + 4}, {@code l + 2}, {@code l + 1}.
     */
    public static float sum(float[] values, int at) {
        return (four(values, at) + four(values, at + 2)) + (four(values, at + 1) + four(values, at + 3));
    }

    private static float four(float[] values, int at) {
        return (values[at] + values[at + 8]) + (values[at + 4] + values[at + 12]);
    }
}
