package io.convoy.trainer.program;

import io.convoy.kernels.Lanes;

/**
 * What one stage hands to the next: values {@code [blocks][size][16]} and the loss's gradient by them, which is
 * {@link Slot#NONE} where nobody asks for it.
 */
record Activations(int size, Slot value, Slot slope) {

    /** Floats in one block. */
    int blockLength() {
        return size * Lanes.COUNT;
    }

    float[] values() {
        return value.array();
    }

    int offset(int block) {
        return value.offset(block);
    }

    float[] gradient() {
        return slope.array();
    }

    int gradientOffset(int block) {
        return slope.offset(block);
    }

    boolean hasGradient() {
        return slope.array().length > 0;
    }
}
