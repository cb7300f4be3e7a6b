package io.convoy.kernels;

/**
 * An elementwise function {@code x · gate(x)}, whose derivative needs the input, unlike that of an {@link Activation}.
 * Bit for bit those of {@link Elementary}: SiLU, GELU in the form with tanh, and hard swish.
 */
public interface GatedActivation {

    /** Overwrites {@code length} values of output; it may be the input. */
    void forward(float[] input, int inputOffset, float[] output, int outputOffset, int length);

    /** Multiplies {@code length} values of {@code gradient} by the derivative at the input. */
    void backward(float[] input, int inputOffset, float[] gradient, int gradientOffset, int length);
}
