package io.convoy.kernels;

/**
 * Max pooling of one block: input {@code [channels][inputHeight][inputWidth][16]}, output
 * {@code [channels][outputHeight][outputWidth][16]}. A winner is the position {@code row * window.width + column} of
 * the maximum in its window; among equals the first wins, padding never does. A NaN wins over every number, −0 equals
 * 0.
 */
public interface MaxPooling {

    PoolingShape shape();

    /** Overwrites {@code output} and {@code winners}, which has the output's shape. */
    void forward(float[] input, int inputOffset, float[] output, int outputOffset, int[] winners, int winnersOffset);

    /**
     * Overwrites one block of input gradient: pixels start from 0, and each winner adds its window's gradient, in
     * output order where windows overlap.
     */
    void backward(
            int[] winners,
            int winnersOffset,
            float[] outputGradient,
            int outputGradientOffset,
            float[] inputGradient,
            int inputGradientOffset);
}
