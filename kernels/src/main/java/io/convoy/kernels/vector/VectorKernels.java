package io.convoy.kernels.vector;

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

/** The operators on {@code jdk.incubator.vector}. */
public final class VectorKernels implements Kernels {

    private final String description;

    /** @throws UnsupportedOperationException if this JVM cannot run them at speed; the message says what is missing */
    public VectorKernels() {
        int bits = Species.FLOATS.vectorBitSize();
        if (bits < 128) {
            throw new UnsupportedOperationException("this JVM prefers vectors of " + bits
                    + " bits; 128 or more are needed, which HotSpot's C2 compiler gives on x86-64 and AArch64");
        }
        description = "vector kernels, " + bits + " bits";
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Convolution convolution(ConvolutionShape shape) {
        return DepthwiseConvolution.fits(shape) ? new DepthwiseConvolution(shape) : new VectorConvolution(shape);
    }

    @Override
    public ConvolutionReluMaxPooling convolutionReluMaxPooling(ConvolutionShape shape) {
        return new VectorConvolutionReluMaxPooling(shape);
    }

    @Override
    public PooledWeightGradient pooledWeightGradient(ConvolutionShape shape) {
        return new VectorPooledWeightGradient(shape);
    }

    @Override
    public MaxPooling maxPooling(PoolingShape shape) {
        return new VectorMaxPooling(shape);
    }

    @Override
    public AveragePooling averagePooling(PoolingShape shape, boolean countPadding) {
        return new VectorAveragePooling(shape, countPadding);
    }

    @Override
    public Dense dense(DenseShape shape) {
        return new VectorDense(shape);
    }

    @Override
    public Activation relu() {
        return VectorActivation.RELU;
    }

    @Override
    public Activation sigmoid() {
        return VectorActivation.SIGMOID;
    }

    @Override
    public Activation tanh() {
        return VectorActivation.TANH;
    }

    @Override
    public Activation relu6() {
        return VectorActivation.RELU6;
    }

    @Override
    public GatedActivation silu() {
        return VectorGatedActivation.SILU;
    }

    @Override
    public GatedActivation gelu() {
        return VectorGatedActivation.GELU;
    }

    @Override
    public GatedActivation hardSwish() {
        return VectorGatedActivation.HARD_SWISH;
    }

    @Override
    public Addition addition() {
        return new VectorAddition();
    }

    @Override
    public Scaling channelScaling(int channels, int pixels) {
        return new VectorChannelScaling(channels, pixels);
    }

    @Override
    public Scaling pixelScaling(int channels, int pixels) {
        return new VectorPixelScaling(channels, pixels);
    }

    @Override
    public Normalisation normalisation(int channels, int pixels) {
        return new VectorNormalisation(channels, pixels);
    }

    @Override
    public ChannelStatistics channelStatistics(int channels, int pixels) {
        return new VectorChannelStatistics(channels, pixels);
    }

    @Override
    public Dropout dropout(double probability) {
        return new VectorDropout(probability);
    }

    /** The scalar ones: of a step they take a hundredth, and C2 at times boxes a chain as long as the exponential's. */
    @Override
    public SoftmaxCrossEntropy softmaxCrossEntropy() {
        return Kernels.scalar().softmaxCrossEntropy();
    }

    @Override
    public VectorMath vectorMath() {
        return new VectorVectorMath();
    }

    @Override
    public PixelUnpacking pixelUnpacking(
            int channels, int height, int width, int padding, float[] scale, float[] shift) {
        return new VectorPixelUnpacking(channels, height, width, padding, scale, shift);
    }
}
