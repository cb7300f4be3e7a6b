package io.convoy.kernels.vector;

/** {@link RunProduct}'s tile of several rows and a run of positions. */
interface RunTile {

    /**
     * Overwrites its part of the output with what its sums start from plus the products of all taps.
     *
     * @param starts the bias, or what another tile of the same rows and positions wrote
     */
    void run(
            int[] taps,
            float[] weights,
            int weight,
            float[] starts,
            int start,
            float[] input,
            int from,
            float[] output,
            int to);
}
