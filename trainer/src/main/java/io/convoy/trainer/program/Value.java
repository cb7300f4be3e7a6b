package io.convoy.trainer.program;

import io.convoy.trainer.network.ImageShape;

/** What a node gives to others. The number tells it from others of a graph. */
record Value(int number, ImageShape shape) {

    /** Values of one image. */
    int size() {
        return shape.size();
    }
}
