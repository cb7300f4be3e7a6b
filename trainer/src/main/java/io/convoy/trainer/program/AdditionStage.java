package io.convoy.trainer.program;

import io.convoy.kernels.Addition;

/** Adds the inputs in order; the output may lie in the first. The gradient of each input is the output's. */
@SuppressWarnings("ArrayRecordComponent") // walking through an array allocates no iterator
record AdditionStage(Addition addition, Activations[] inputs, Activations output) implements Stage {

    @Override
    public void forward(int from, int to) {
        int length = output.blockLength();
        for (int block = from; block < to; block++) {
            inputs[0].value().copy(block, output.value(), length);
            for (int i = 1; i < inputs.length; i++) {
                addition.add(
                        inputs[i].values(), inputs[i].offset(block), output.values(), output.offset(block), length);
            }
        }
    }

    @Override
    public void backward(int from, int to) {
        for (int block = from; block < to; block++) {
            for (var input : inputs) {
                if (input.hasGradient()) {
                    output.slope().copy(block, input.slope(), output.blockLength());
                }
            }
        }
    }
}
