package io.convoy.trainer.program;

import io.convoy.kernels.GatedActivation;

/** Input and output share their gradients where nobody else needs the input's. */
record GatedActivationStage(GatedActivation activation, Activations input, Activations output) implements Stage {

    @Override
    public void forward(int from, int to) {
        for (int block = from; block < to; block++) {
            activation.forward(
                    input.values(), input.offset(block), output.values(), output.offset(block), input.blockLength());
        }
    }

    @Override
    public void backward(int from, int to) {
        for (int block = from; block < to; block++) {
            output.slope().copy(block, input.slope(), input.blockLength());
            activation.backward(
                    input.values(),
                    input.offset(block),
                    input.gradient(),
                    input.gradientOffset(block),
                    input.blockLength());
        }
    }
}
