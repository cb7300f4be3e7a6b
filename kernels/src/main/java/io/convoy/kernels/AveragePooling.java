package io.convoy.kernels;

/**
 * Average pooling of one block: input {@code [channels][inputHeight][inputWidth][16]}, output
 * {@code [channels][outputHeight][outputWidth][16]}. The sum starts from 0, runs row by row over the window and is
 * multiplied by one over the divisor: the window's area if padding counts, else the number of real pixels under the
 * window.
 */
public interface AveragePooling {

    PoolingShape shape();

    /** Overwrites one block of output. */
    void forward(float[] input, int inputOffset, float[] output, int outputOffset);

    /**
     * Overwrites one block of input gradient. Pixels start from 0; the windows above a pixel add their gradient, times
     * one over the divisor, in output order.
     */
    void backward(float[] outputGradient, int outputGradientOffset, float[] inputGradient, int inputGradientOffset);
}
