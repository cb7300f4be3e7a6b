package io.convoy.trainer.program;

import io.convoy.kernels.Dense;

/** Always runs over all blocks of a minibatch, so {@code from} is 0. */
record DenseStage(Dense dense, int weights, int bias, Activations input, Activations output) implements Stage {

    @Override
    public void setWeights(float[] parameters) {
        dense.setWeights(parameters, weights, bias);
    }

    @Override
    public void forward(int from, int to) {
        dense.forward(to, input.values(), output.values());
    }

    @Override
    public void backward(int from, int to) {
        if (input.hasGradient()) {
            dense.backwardInput(to, output.gradient(), input.gradient());
        }
    }

    @Override
    public void finish(int blocks, float[] gradient) {
        dense.weightGradient(blocks, input.values(), output.gradient(), gradient, weights, bias);
    }
}
