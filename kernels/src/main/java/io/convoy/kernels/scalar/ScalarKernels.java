package io.convoy.kernels.scalar;

import io.convoy.kernels.Activation;
import io.convoy.kernels.Addition;
import io.convoy.kernels.AveragePooling;
import io.convoy.kernels.ChannelStatistics;
import io.convoy.kernels.Convolution;
import io.convoy.kernels.ConvolutionReluMaxPooling;
import io.convoy.kernels.ConvolutionShape;
import io.convoy.kernels.Dense;
import io.convoy.kernels.DenseShape;
import io.convoy.kernels.Dropout;
import io.convoy.kernels.GatedActivation;
import io.convoy.kernels.Kernels;
import io.convoy.kernels.MaxPooling;
import io.convoy.kernels.Normalisation;
import io.convoy.kernels.PixelUnpacking;
import io.convoy.kernels.PooledWeightGradient;
import io.convoy.kernels.PoolingShape;
import io.convoy.kernels.Scaling;
import io.convoy.kernels.SoftmaxCrossEntropy;
import io.convoy.kernels.VectorMath;

/** @param description see {@link Kernels#description} */
public record ScalarKernels(String description) implements Kernels {

    @Override
    public Convolution convolution(ConvolutionShape shape) {
        return new ScalarConvolution(shape);
    }

    @Override
    public ConvolutionReluMaxPooling convolutionReluMaxPooling(ConvolutionShape shape) {
        return new ScalarConvolutionReluMaxPooling(shape);
    }

    @Override
    public PooledWeightGradient pooledWeightGradient(ConvolutionShape shape) {
        return new ScalarPooledWeightGradient(shape);
    }

    @Override
    public MaxPooling maxPooling(PoolingShape shape) {
        return new ScalarMaxPooling(shape);
    }

    @Override
    public AveragePooling averagePooling(PoolingShape shape, boolean countPadding) {
        return new ScalarAveragePooling(shape, countPadding);
    }

    @Override
    public Dense dense(DenseShape shape) {
        return new ScalarDense(shape);
    }

    @Override
    public Activation relu() {
        return ScalarActivation.RELU;
    }

    @Override
    public Activation sigmoid() {
        return ScalarActivation.SIGMOID;
    }

    @Override
    public Activation tanh() {
        return ScalarActivation.TANH;
    }

    @Override
    public Activation relu6() {
        return ScalarActivation.RELU6;
    }

    @Override
    public GatedActivation silu() {
        return ScalarGatedActivation.SILU;
    }

    @Override
    public GatedActivation gelu() {
        return ScalarGatedActivation.GELU;
    }

    @Override
    public GatedActivation hardSwish() {
        return ScalarGatedActivation.HARD_SWISH;
    }

    @Override
    public Addition addition() {
        return new ScalarAddition();
    }

    @Override
    public Scaling channelScaling(int channels, int pixels) {
        return new ScalarChannelScaling(channels, pixels);
    }

    @Override
    public Scaling pixelScaling(int channels, int pixels) {
        return new ScalarPixelScaling(channels, pixels);
    }

    @Override
    public Normalisation normalisation(int channels, int pixels) {
        return new ScalarNormalisation(channels, pixels);
    }

    @Override
    public ChannelStatistics channelStatistics(int channels, int pixels) {
        return new ScalarChannelStatistics(channels, pixels);
    }

    @Override
    public Dropout dropout(double probability) {
        return new ScalarDropout(probability);
    }

    @Override
    public SoftmaxCrossEntropy softmaxCrossEntropy() {
        return new ScalarSoftmaxCrossEntropy();
    }

    @Override
    public VectorMath vectorMath() {
        return new ScalarVectorMath();
    }

    @Override
    public PixelUnpacking pixelUnpacking(
            int channels, int height, int width, int padding, float[] scale, float[] shift) {
        return new ScalarPixelUnpacking(channels, height, width, padding, scale, shift);
    }
}
