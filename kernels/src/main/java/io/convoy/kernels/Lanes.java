package io.convoy.kernels;

/**
 * The layout of activations: {@code [block][channel][row][column][16]}. A block is sixteen images side by side; lane
 * {@code l} of block {@code b} belongs to image {@code 16 b + l}. The last block of a minibatch may be partly filled:
 * its unused lanes hold zeros and receive zero loss gradient.
 */
public final class Lanes {

    /** Images in a block: one 64-byte cache line of floats, whatever the vector width of the machine. */
    public static final int COUNT = 16;

    private Lanes() {}

    /** Blocks that hold the given number of images. */
    public static int blocks(int images) {
        return (images + COUNT - 1) / COUNT;
    }
}
