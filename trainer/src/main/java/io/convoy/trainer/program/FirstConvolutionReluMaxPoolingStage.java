package io.convoy.trainer.program;

import io.convoy.kernels.ConvolutionReluMaxPooling;
import io.convoy.kernels.PooledWeightGradient;

/**
 * {@link ConvolutionReluMaxPoolingStage} where nothing before it learns, so that nobody asks for its input gradient.
 *
 * @param blockWinners ints of one block in {@code winners}
 */
@SuppressWarnings("ArrayRecordComponent")
record FirstConvolutionReluMaxPoolingStage(
        ConvolutionReluMaxPooling fused,
        PooledWeightGradient weightGradient,
        int weights,
        int bias,
        Activations input,
        Activations output,
        int blockWinners,
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
                    block * blockWinners);
        }
    }

    @Override
    public void backward(int from, int to) {
        for (int block = from; block < to; block++) {
            weightGradient.accumulate(
                    input.values(),
                    input.offset(block),
                    winners,
                    block * blockWinners,
                    output.gradient(),
                    output.gradientOffset(block));
        }
    }

    @Override
    public void finish(int blocks, float[] gradient) {
        weightGradient.finish(gradient, weights, bias);
    }
}
