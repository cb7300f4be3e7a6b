package io.convoy.kernels;

/** A complete set of operators. Every set gives the same bits; they differ in speed only. */
public interface Kernels {

    /** The fastest set that this JVM can run. */
    static Kernels best() {
        return KernelChoice.AUTO.choose();
    }

    /** The set that specifies the others. */
    static Kernels scalar() {
        return KernelChoice.SCALAR.choose();
    }

    /** For people: which set this is and why it was chosen, in one line. */
    String description();

    Convolution convolution(ConvolutionShape shape);

    ConvolutionReluMaxPooling convolutionReluMaxPooling(ConvolutionShape shape);

    PooledWeightGradient pooledWeightGradient(ConvolutionShape shape);

    MaxPooling maxPooling(PoolingShape shape);

    AveragePooling averagePooling(PoolingShape shape, boolean countPadding);

    Dense dense(DenseShape shape);

    Activation relu();

    Activation sigmoid();

    Activation tanh();

    Activation relu6();

    GatedActivation silu();

    GatedActivation gelu();

    GatedActivation hardSwish();

    Addition addition();

    /** By one factor for each channel. */
    Scaling channelScaling(int channels, int pixels);

    /** By one factor for each pixel. */
    Scaling pixelScaling(int channels, int pixels);

    Normalisation normalisation(int channels, int pixels);

    ChannelStatistics channelStatistics(int channels, int pixels);

    /** @param probability of an element to be dropped, from 0 to below 1 */
    Dropout dropout(double probability);

    SoftmaxCrossEntropy softmaxCrossEntropy();

    VectorMath vectorMath();

    /** Unpacking of images {@code [channels][height][width]}, {@code scale.length == shift.length == channels}. */
    PixelUnpacking pixelUnpacking(int channels, int height, int width, int padding, float[] scale, float[] shift);
}
