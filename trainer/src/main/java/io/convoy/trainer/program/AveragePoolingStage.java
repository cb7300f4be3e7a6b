package io.convoy.trainer.program;

import io.convoy.kernels.AveragePooling;

record AveragePoolingStage(AveragePooling pooling, Activations input, Activations output) implements Stage {

    @Override
    public void forward(int from, int to) {
        for (int block = from; block < to; block++) {
            pooling.forward(input.values(), input.offset(block), output.values(), output.offset(block));
        }
    }

    @Override
    public void backward(int from, int to) {
        for (int block = from; block < to; block++) {
            pooling.backward(
                    output.gradient(), output.gradientOffset(block), input.gradient(), input.gradientOffset(block));
        }
    }
}
