package io.convoy.kernels;

/**
 * The forward pass of a convolution with bias, ReLU and max pooling by {@link Window#HALVING} in one sweep, for one
 * block: the output of the convolution never reaches memory. Bit for bit the same as {@link Convolution#forward}, then
 * {@link Activation#forward} of ReLU, then {@link MaxPooling#forward}, except that the winner of a window whose maximum
 * is 0 is −1: there ReLU passes no gradient, so {@link MaxPooling#backward} serves as the backward pass of both.
 */
public interface ConvolutionReluMaxPooling {

    /** Of the pooling that follows a convolution. */
    static PoolingShape pooling(ConvolutionShape shape) {
        return new PoolingShape(shape.outputChannels(), shape.outputHeight(), shape.outputWidth(), Window.HALVING);
    }

    /** As {@link Convolution#setWeights}. */
    void setWeights(float[] parameters, int weights, int bias);

    /** Overwrites {@code output} and {@code winners}, both {@code [channels][pooled height][pooled width][16]}. */
    void forward(float[] input, int inputOffset, float[] output, int outputOffset, int[] winners, int winnersOffset);
}
