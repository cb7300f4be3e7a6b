package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Convolution;
import io.convoy.kernels.ConvolutionShape;

/** Weights and bias each by themselves, from where the gradient lies, whole or a strip of its rows at a time. */
final class StreamedGradient implements WeightGradient {

    private final TapGradient weightSums;
    private final BiasGradient biasSums;

    /** Of the whole output in one strip. */
    StreamedGradient(ConvolutionShape shape, ConvolutionWindows windows) {
        this(shape, windows, shape.outputHeight());
    }

    /** @param stripRows rows of the output whose gradient is taken at once */
    StreamedGradient(ConvolutionShape shape, ConvolutionWindows windows, int stripRows) {
        weightSums = new TapGradient(shape, windows, stripRows);
        biasSums = new BiasGradient(shape.outputChannels(), stripRows * shape.outputWidth() * COUNT);
    }

    int strips() {
        return weightSums.strips();
    }

    @Override
    public void accumulate(float[] input, int from, float[] gradient, int gradientFrom) {
        accumulate(0, input, from, gradient, gradientFrom);
    }

    /** @param gradient of the rows of the strip, {@code [channels][rows of a strip][width][16]} */
    void accumulate(int strip, float[] input, int from, float[] gradient, int gradientFrom) {
        weightSums.accumulate(strip, input, from, gradient, gradientFrom);
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
