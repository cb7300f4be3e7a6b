package io.convoy.kernels.vector;

/** How a {@link VectorConvolution} forms the gradients of its weights and its bias. */
interface WeightGradient {

    /**
     * Adds what one block of sixteen images contributes.
     *
     * @param input framed as the window asks
     * @param gradient {@code [output channel][row][column][16]}
     */
    void accumulate(float[] input, int from, float[] gradient, int gradientFrom);

    /**
     * Overwrites the gradients {@code [output channel][tap]} and {@code [output channel]} with the sums over the lanes
     * and begins anew.
     *
     * @param bias {@link io.convoy.kernels.Convolution#NO_BIAS} for none
     */
    void finish(float[] gradient, int weights, int bias);
}
