package io.convoy.trainer.program;

import io.convoy.kernels.ConvolutionReluMaxPooling;

/**
 * Convolution, ReLU and max pooling, forward in one sweep.
 *
 * @param winners of as many blocks as {@code winnersStride} tells apart; with 0 they are scratch
 */
@SuppressWarnings("ArrayRecordComponent")
record PooledConvolutionStage(
        ConvolutionReluMaxPooling fused,
        int weights,
        int bias,
        Activations input,
        Activations output,
        int winnersStride,
        int[] winners)
        implements Stage {

    @Override
    public void setWeights(float[] parameters) {
        fused.setWeights(parameters, weights, bias);
    }

    @Override
    public void forward(int from, int to) {
        for (int block = from; block < to; block++) {
            fused.forward(
                    input.values(),
                    input.offset(block),
                    output.values(),
                    output.offset(block),
                    winners,
                    block * winnersStride);
        }
    }

    @Override
    public void backward(int from, int to) {
        throw new IllegalStateException("compiled without a backward pass");
    }
}
