package io.convoy.kernels;

/**
 * An elementwise function and its derivative. Input and output may be the same array at the same offset.
 *
 * <p>ReLU is {@code max(0, x)} on the bit patterns as signed integers: −0 and every number below become +0, a NaN with
 * its sign bit set as well, any other NaN passes. ReLU6 is {@code min(ReLU(x), 6)}. Sigmoid and tanh are those of
 * {@link Elementary}.
 */
public interface Activation {

    /** Overwrites {@code length} values of output. */
    void forward(float[] input, int inputOffset, float[] output, int outputOffset, int length);

    /**
     * Multiplies {@code length} values of {@code gradient} by the derivative, which every function here derives from
     * its own output {@code y}: sigmoid {@code y · (1 − y)}, tanh {@code fma(−y, y, 1)}. ReLU keeps the gradient where
     * {@code y > 0}, ReLU6 where {@code 0 < y < 6}, and both put 0 elsewhere.
     */
    void backward(float[] output, int outputOffset, float[] gradient, int gradientOffset, int length);
}
