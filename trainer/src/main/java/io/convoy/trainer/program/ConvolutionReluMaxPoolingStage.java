package io.convoy.trainer.program;

import io.convoy.kernels.ConvolutionReluMaxPooling;

/**
 * Convolution, ReLU and max pooling, forward in one sweep.
 *
 * @param backward the convolution, whose output has a gradient only
 * @param blockWinners ints of one block in {@code winners}
 */
@SuppressWarnings("ArrayRecordComponent")
record ConvolutionReluMaxPoolingStage(
        ConvolutionReluMaxPooling fused, ConvolutionStage backward, Activations output, int blockWinners, int[] winners)
        implements Stage {

    @Override
    public void setWeights(float[] parameters) {
        fused.setWeights(parameters, backward.weights(), backward.bias());
        backward.setWeights(parameters);
    }

    @Override
    public void forward(int from, int to) {
        var input = backward.input();
        for (int block = from; block < to; block++) {
            fused.forward(
                    input.values(),
                    input.offset(block),
                    output.values(),
                    output.offset(block),
                    winners,
                    block * blockWinners);
        }
    }

    @Override
    public void backward(int from, int to) {
        var convolved = backward.output();
        for (int block = from; block < to; block++) {
            fused.backwardPooling(
                    winners,
                    block * blockWinners,
                    output.gradient(),
                    output.gradientOffset(block),
                    convolved.gradient(),
                    convolved.gradientOffset(block));
            backward.backward(block, block + 1);
        }
    }

    @Override
    public void finish(int blocks, float[] gradient) {
        backward.finish(blocks, gradient);
    }
}
