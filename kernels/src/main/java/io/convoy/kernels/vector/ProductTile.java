package io.convoy.kernels.vector;

/** {@link StridedProduct}'s tile of several rows and positions. */
interface ProductTile {

    /** Overwrites its part of the output with the bias plus the products of all taps. */
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
            int to,
            int[] outputRuns);
}
