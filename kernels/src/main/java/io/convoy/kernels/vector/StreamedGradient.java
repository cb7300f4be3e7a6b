package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Convolution;
import io.convoy.kernels.ConvolutionShape;

/** Weights and bias each by themselves, from where the gradient lies. */
final class StreamedGradient implements WeightGradient {

    private final TapGradient weightSums;
    private final BiasGradient biasSums;

    StreamedGradient(ConvolutionShape shape, ConvolutionWindows windows) {
        weightSums = new TapGradient(shape, windows);
        biasSums = new BiasGradient(shape.outputChannels(), shape.outputHeight() * shape.outputWidth() * COUNT);
    }

    @Override
    public void accumulate(float[] input, int from, float[] gradient, int gradientFrom) {
        weightSums.accumulate(0, input, from, gradient, gradientFrom);
        biasSums.accumulate(gradient, gradientFrom);
    }

    @Override
    public void finish(float[] gradient, int weights, int bias) {
        weightSums.finish(gradient, weights);
        if (bias != Convolution.NO_BIAS) {
            biasSums.finish(gradient, bias);
        }
        biasSums.clear();
    }
}
