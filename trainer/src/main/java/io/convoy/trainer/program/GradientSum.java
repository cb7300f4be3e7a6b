package io.convoy.trainer.program;

import io.convoy.kernels.Addition;

/**
 * On the way back adds the gradient that one consumer of a value gives to that of the others.
 *
 * @param length floats of one block
 */
record GradientSum(Addition addition, Slot term, Slot sum, int length) implements Stage {

    @Override
    public void forward(int from, int to) {}

    @Override
    public void backward(int from, int to) {
        for (int block = from; block < to; block++) {
            addition.add(term.array(), term.offset(block), sum.array(), sum.offset(block), length);
        }
    }
}
