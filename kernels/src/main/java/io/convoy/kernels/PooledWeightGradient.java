package io.convoy.kernels;

/**
 * The weight gradient of a {@link ConvolutionReluMaxPooling} whose input gradient nobody asks for, such as a first
 * layer's: the gradient by the output of the convolution never reaches memory. Bit for bit the same as
 * {@link ConvolutionReluMaxPooling#backwardPooling}, then {@link Convolution#accumulateWeightGradient}.
 *
 * <p>An instance holds the lanes' partial sums: it belongs to one thread.
 */
public interface PooledWeightGradient {

    /**
     * Adds one block to the partial sums of the weight and bias gradients.
     *
     * @param winners as forward left them
     * @param outputGradient {@code [channels][pooled height][pooled width][16]}
     */
    void accumulate(
            float[] input,
            int inputOffset,
            int[] winners,
            int winnersOffset,
            float[] outputGradient,
            int outputGradientOffset);

    /** As {@link Convolution#finishWeightGradient}. */
    void finish(float[] gradient, int weights, int bias);
}
