package io.convoy.kernels;

/**
 * Convolution of one block of images. Shapes, with {@code [16]} the lanes of {@link Lanes}:
 *
 * <pre>
 * input, inputGradient    [inputChannels][inputHeight][inputWidth][16]
 * output, outputGradient  [outputChannels][outputHeight][outputWidth][16]
 * weights                 [outputChannels][inputChannels / groups][window.height][window.width]
 * bias                    [outputChannels]
 * </pre>
 *
 * <p>The order of arithmetic, which fixes the bits, each step one fused multiply-add:
 *
 * <ul>
 *   <li>{@code forward}: starts from the bias (or 0), then adds input channel, window row, window column in this order;
 *       padding counts as input 0.
 *   <li>{@code backwardInput}: starts from 0, then adds output channel, window row, window column, in rising order; an
 *       output that does not exist counts as gradient 0. At last 0 is added, which turns −0 into 0, so that with finite
 *       weights it is the same to leave such outputs out.
 *   <li>weight gradient: every lane adds its images block by block, in each block output row by row, padding counting
 *       as input 0; then the sixteen lanes are added as a tree: lane {@code l} takes lane {@code l + 8}, then {@code l
 *       + 4}, {@code l + 2}, {@code l + 1}. The bias gradient likewise, by plain additions.
 * </ul>
 *
 * <p>An instance holds repacked weights and the lanes' partial sums: it belongs to one thread.
 */
public interface Convolution {

    /** In place of a bias offset: the convolution has none. */
    int NO_BIAS = -1;

    ConvolutionShape shape();

    /** Takes the weights that later calls use, from {@code parameters} at the given offsets. Copies what it needs. */
    void setWeights(float[] parameters, int weights, int bias);

    /** Overwrites one block of output. */
    void forward(float[] input, int inputOffset, float[] output, int outputOffset);

    /** Overwrites one block of input gradient. */
    void backwardInput(
            float[] outputGradient, int outputGradientOffset, float[] inputGradient, int inputGradientOffset);

    /** Adds one block to the partial sums of the weight and bias gradients. */
    void accumulateWeightGradient(float[] input, int inputOffset, float[] outputGradient, int outputGradientOffset);

    /** Overwrites the gradient of the weights and, unless {@link #NO_BIAS}, the bias; clears the partial sums. */
    void finishWeightGradient(float[] gradient, int weights, int bias);
}
