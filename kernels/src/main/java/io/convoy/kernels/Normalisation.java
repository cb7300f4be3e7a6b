package io.convoy.kernels;

/**
 * The passes of batch normalisation (Ioffe and Szegedy, 2015) and group normalisation (Wu and He, 2018) over one block.
 * They differ in what is averaged, over a minibatch or over channels of one image, so that is the caller's; each
 * channel of each image has numbers of its own here. Shapes:
 *
 * <pre>
 * input, output and their gradients  [channels][pixels][16]
 * sums                               [channels][2][16] in double
 * all other arrays                   [channels][16]
 * </pre>
 *
 * <p>The order of arithmetic: every lane adds pixel by pixel, in double, a product as one fused multiply-add.
 */
public interface Normalisation {

    int channels();

    /** Height times width. */
    int pixels();

    /** Adds {@code Σ input} and {@code Σ input²} of the first {@code images} lanes; the other sums stay. */
    void addMoments(int images, float[] input, int inputOffset, double[] sums);

    /** Adds {@code Σ outputGradient} and {@code Σ outputGradient · input}, likewise. */
    void addProducts(
            int images,
            float[] input,
            int inputOffset,
            float[] outputGradient,
            int outputGradientOffset,
            double[] sums);

    /** Overwrites one block with {@code fma(input − mean, factor, shift)}; the output may be the input. */
    void forward(
            float[] input,
            int inputOffset,
            float[] mean,
            float[] factor,
            float[] shift,
            float[] output,
            int outputOffset);

    /**
     * Overwrites one block of input gradient with {@code fma(outputGradient, factor, fma(input − mean, slope, shift))},
     * 0 in the lanes from {@code images} on; it may be the output gradient.
     */
    void backwardInput(
            int images,
            float[] input,
            int inputOffset,
            float[] mean,
            float[] factor,
            float[] slope,
            float[] shift,
            float[] outputGradient,
            int outputGradientOffset,
            float[] inputGradient,
            int inputGradientOffset);
}
