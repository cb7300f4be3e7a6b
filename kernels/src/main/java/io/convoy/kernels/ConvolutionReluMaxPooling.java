package io.convoy.kernels;

/**
 * A convolution with bias, ReLU and max pooling by {@link Window#HALVING} for one block, forward in one sweep: the
 * output of the convolution never reaches memory. Bit for bit the same as {@link Convolution#forward}, then
 * {@link Activation#forward} of ReLU, then {@link MaxPooling#forward}, with the winners packed as
 * {@link PooledWinners}.
 */
public interface ConvolutionReluMaxPooling {

    /** Of the pooling that follows a convolution. */
    static PoolingShape pooling(ConvolutionShape shape) {
        return new PoolingShape(shape.outputChannels(), shape.outputHeight(), shape.outputWidth(), Window.HALVING);
    }

    /** As {@link Convolution#setWeights}. */
    void setWeights(float[] parameters, int weights, int bias);

    /** Overwrites {@code output}, {@code [channels][pooled height][pooled width][16]}, and {@code winners}. */
    void forward(float[] input, int inputOffset, float[] output, int outputOffset, int[] winners, int winnersOffset);

    /**
     * Overwrites the gradient by the output of the convolution, before ReLU: pixels start from 0, and each winner adds
     * its window's gradient unless the maximum was 0.
     */
    void backwardPooling(
            int[] winners,
            int winnersOffset,
            float[] outputGradient,
            int outputGradientOffset,
            float[] convolvedGradient,
            int convolvedGradientOffset);
}
