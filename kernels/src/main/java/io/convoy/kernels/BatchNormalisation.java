package io.convoy.kernels;

/**
 * Batch normalisation (Ioffe and Szegedy, 2015) over the blocks of a minibatch. Shapes:
 *
 * <pre>
 * input, output and their gradients     [blocks][channels][pixels][16]
 * mean, variance, gamma, beta           [channels]
 * </pre>
 *
 * <p>With {@code n = images · pixels} and every sum over the images and pixels of a channel:
 *
 * <pre>
 * mean     = Σ input / n
 * variance = Σ (input − mean)² / n
 * inverse  = 1 / √(variance + epsilon)                    in double, then rounded
 * output   = (input − mean) · (gamma · inverse) + beta
 *
 * x̂             = (input − mean) · inverse
 * betaGradient  = Σ outputGradient
 * gammaGradient = Σ outputGradient · x̂
 * inputGradient = (outputGradient − betaGradient / n − x̂ · (gammaGradient / n)) · (gamma · inverse)
 * </pre>
 *
 * <p>The order of arithmetic: a product that is added or subtracted, on the outside first, is one fused multiply-add.
 * In a sum every lane adds its images block by block, in each block pixel by pixel, lanes without an image counting as
 * 0; then the lanes are added as the tree of {@link Convolution}.
 *
 * <p>An instance belongs to one thread.
 */
public interface BatchNormalisation {

    int channels();

    /** Height times width. */
    int pixels();

    /** Takes gamma and beta, {@code [channels]} each, from {@code parameters} at the given offsets. */
    void setParameters(float[] parameters, int gamma, int beta);

    /** Overwrites {@code mean} and {@code variance}, divided by n, with those of the images. */
    void statistics(int images, float[] input, float[] mean, float[] variance);

    /** Overwrites the output of all blocks; it may be the input. In training the statistics are the minibatch's own. */
    void forward(int blocks, float[] input, float[] mean, float[] variance, float[] output);

    /** Overwrites the gradients of gamma and beta at the given offsets. */
    void parameterGradient(
            int images,
            float[] input,
            float[] mean,
            float[] variance,
            float[] outputGradient,
            float[] gradient,
            int gamma,
            int beta);

    /**
     * Overwrites the input gradient of all blocks, 0 in lanes without an image; it may be the output gradient.
     *
     * @param gradient what {@link #parameterGradient} left, at the same offsets
     */
    void backwardInput(
            int images,
            float[] input,
            float[] mean,
            float[] variance,
            float[] outputGradient,
            float[] gradient,
            int gamma,
            int beta,
            float[] inputGradient);
}
