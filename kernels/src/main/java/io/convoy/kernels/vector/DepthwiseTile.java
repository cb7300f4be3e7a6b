package io.convoy.kernels.vector;

/** {@link DepthwiseConvolution}'s sum over nine taps, whose weights stay in registers while it runs over a plane. */
interface DepthwiseTile {

    /**
     * Overwrites some neighbouring pixels for each pair of an input, the corner of the first window, and an output.
     *
     * @param weight of the first tap
     * @param bias where each sum starts
     */
    void run(
            int[] inputs,
            int[] outputs,
            float[] weights,
            int weight,
            float bias,
            float[] input,
            int from,
            float[] output,
            int to);
}
