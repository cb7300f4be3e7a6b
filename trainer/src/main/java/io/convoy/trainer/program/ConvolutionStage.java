package io.convoy.trainer.program;

import io.convoy.kernels.Convolution;

record ConvolutionStage(Convolution convolution, int weights, int bias, Activations input, Activations output)
        implements Stage {

    @Override
    public void setWeights(float[] parameters) {
        convolution.setWeights(parameters, weights, bias);
    }

    @Override
    public void forward(int from, int to) {
        for (int block = from; block < to; block++) {
            convolution.forward(input.values(), input.offset(block), output.values(), output.offset(block));
        }
    }

    @Override
    public void backward(int from, int to) {
        for (int block = from; block < to; block++) {
            int gradientOffset = output.gradientOffset(block);
            convolution.accumulateWeightGradient(
                    input.values(), input.offset(block), output.gradient(), gradientOffset);
            if (input.hasGradient()) {
                convolution.backwardInput(
                        output.gradient(), gradientOffset, input.gradient(), input.gradientOffset(block));
            }
        }
    }

    @Override
    public void finish(int blocks, float[] gradient) {
        convolution.finishWeightGradient(gradient, weights, bias);
    }
}
