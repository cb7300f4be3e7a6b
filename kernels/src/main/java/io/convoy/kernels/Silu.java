package io.convoy.kernels;

/**
 * The sigmoid linear unit, also called swish: {@code x · sigmoid(x)} (Elfwing et al., 2017). Unlike an
 * {@link Activation} its derivative needs the input. Bit for bit that of {@link Elementary}.
 */
public interface Silu {

    /** Overwrites {@code length} values of output; it may be the input. */
    void forward(float[] input, int inputOffset, float[] output, int outputOffset, int length);

    /** Multiplies {@code length} values of {@code gradient} by the derivative at the input. */
    void backward(float[] input, int inputOffset, float[] gradient, int gradientOffset, int length);
}
