package io.convoy.kernels.scalar;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Convolution;
import io.convoy.kernels.ConvolutionReluMaxPooling;
import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.PooledWeightGradient;
import io.convoy.kernels.PoolingShape;

/** The two operators one after the other. */
final class ScalarPooledWeightGradient implements PooledWeightGradient {

    private final Convolution convolution;
    private final PoolingShape pooling;
    private final float[] convolvedGradient;

    ScalarPooledWeightGradient(ConvolutionShape shape) {
        convolution = new ScalarConvolution(shape);
        pooling = ConvolutionReluMaxPooling.pooling(shape);
        convolvedGradient = new float[shape.outputSize() * COUNT];
    }

    @Override
    public void accumulate(
            float[] input,
            int inputOffset,
            int[] winners,
            int winnersOffset,
            float[] outputGradient,
            int outputGradientOffset) {
        ScalarConvolutionReluMaxPooling.spread(
                pooling, winners, winnersOffset, outputGradient, outputGradientOffset, convolvedGradient, 0);
        convolution.accumulateWeightGradient(input, inputOffset, convolvedGradient, 0);
    }

    @Override
    public void finish(float[] gradient, int weights, int bias) {
        convolution.finishWeightGradient(gradient, weights, bias);
    }
}
