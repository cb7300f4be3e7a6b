package io.convoy.kernels.vector;

/** {@link StridedProduct}'s tile of several rows and positions. */
interface ProductTile {

    /**
     * Overwrites its part of the output with the bias plus the products of all taps.
     *
     * @param inputRuns where each run of positions begins; their outputs follow one another
     */
    void run(
            int[] taps,
            float[] weights,
            int weight,
            float[] bias,
            int firstBias,
            float[] input,
            int from,
            int[] inputRuns,
            float[] output,
            int to);
}
