package io.convoy.kernels;

/**
 * Multiplication by factors that are spread: one for each channel of an image, as squeeze-and-excitation does (Hu et
 * al., 2018), or one for each pixel, as spatial attention does (CBAM, Woo et al., 2018). Shapes of one block, with
 * {@code [16]} the lanes of {@link Lanes}:
 *
 * <pre>
 * input, output and their gradients  [channels][pixels][16]
 * scale, scaleGradient               [channels][16] or [pixels][16]
 * </pre>
 */
public interface Scaling {

    int channels();

    /** Height times width. */
    int pixels();

    /** Overwrites one block of output; it may be the input. */
    void forward(float[] input, int inputOffset, float[] scale, int scaleOffset, float[] output, int outputOffset);

    /** Overwrites one block of input gradient, {@code outputGradient · scale}; it may be the output gradient. */
    default void backwardInput(
            float[] scale,
            int scaleOffset,
            float[] outputGradient,
            int outputGradientOffset,
            float[] inputGradient,
            int inputGradientOffset) {
        forward(outputGradient, outputGradientOffset, scale, scaleOffset, inputGradient, inputGradientOffset);
    }

    /**
     * Overwrites one block of scale gradient: {@code Σ outputGradient · input}, which starts from 0 and adds pixel by
     * pixel, or channel by channel, each step one fused multiply-add.
     */
    void backwardScale(
            float[] input,
            int inputOffset,
            float[] outputGradient,
            int outputGradientOffset,
            float[] scaleGradient,
            int scaleGradientOffset);
}
