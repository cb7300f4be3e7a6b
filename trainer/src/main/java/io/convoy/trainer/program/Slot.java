package io.convoy.trainer.program;

import io.convoy.kernels.Lanes;

/**
 * A place for values or gradients of up to a minibatch: block {@code b} begins at {@code first + b · stride}. A stride
 * of 0 is room for one block, which all blocks take in turn.
 */
@SuppressWarnings("ArrayRecordComponent")
record Slot(float[] array, int first, int stride) {

    /** Where nobody asks for the values. */
    static final Slot NONE = new Slot(new float[0], 0, 0);

    int offset(int block) {
        return first + block * stride;
    }

    /** Behind the first {@code size} values of each image. */
    Slot behind(int size) {
        return size == 0 ? this : new Slot(array, first + size * Lanes.COUNT, stride);
    }

    /** Copies {@code length} floats of a block, unless they lie there. */
    void copy(int block, Slot to, int length) {
        if (array != to.array || first != to.first) {
            System.arraycopy(array, offset(block), to.array, to.offset(block), length);
        }
    }
}
