package io.convoy.trainer.program;

import io.convoy.kernels.Lanes;

/**
 * Which images of a minibatch are normalised together: so many in the order of the minibatch, never by what a thread or
 * a vector holds; a last group of fewer than sixteen joins the one before. Hoffer et al., "Train longer, generalize
 * better", arXiv 1705.08741.
 *
 * @param size images in a group, a multiple of sixteen
 */
record GhostGroups(int size) {

    static final GhostGroups USUAL = new GhostGroups(64);

    GhostGroups {
        if (size < Lanes.COUNT || size % Lanes.COUNT != 0) {
            throw new IllegalArgumentException(
                    "expected groups of a multiple of " + Lanes.COUNT + " images but found " + size);
        }
    }

    int count(int images) {
        return Math.max(1, (images + size - Lanes.COUNT) / size);
    }

    int of(int block, int images) {
        return Math.min(block * Lanes.COUNT / size, count(images) - 1);
    }

    /** Images of a group. */
    int images(int group, int images) {
        return group == count(images) - 1 ? images - group * size : size;
    }
}
