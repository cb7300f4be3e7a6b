package io.convoy.trainer.program;

import io.convoy.kernels.Lanes;

/**
 * What one stage hands to the next: values {@code [blocks][size][16]} and the loss's gradient by them. Before the first
 * dense layer the gradient is scratch, one block wide, shared with other stages; it is empty where nobody asks for it.
 *
 * @param first where the values begin: {@link Lanes#FIRST}, but 0 for stages that take whole arrays
 */
@SuppressWarnings("ArrayRecordComponent")
record Activations(int size, float[] values, int first, float[] gradient, boolean wholeGradient) {

    /** Floats in one block. */
    int blockLength() {
        return size * Lanes.COUNT;
    }

    int offset(int block) {
        return first + block * blockLength();
    }

    int gradientOffset(int block) {
        return wholeGradient ? offset(block) : Lanes.FIRST;
    }

    boolean hasGradient() {
        return gradient.length > 0;
    }
}
