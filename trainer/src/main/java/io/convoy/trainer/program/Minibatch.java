package io.convoy.trainer.program;

import io.convoy.kernels.Lanes;

/** How many images go through the stages, sixteen a block. One instance is used again and again. */
final class Minibatch {

    private int images;

    void set(int images) {
        this.images = images;
    }

    int images() {
        return images;
    }

    int blocks() {
        return Lanes.blocks(images);
    }

    /** Of a block. */
    int images(int block) {
        return Math.min(Lanes.COUNT, images - block * Lanes.COUNT);
    }
}
