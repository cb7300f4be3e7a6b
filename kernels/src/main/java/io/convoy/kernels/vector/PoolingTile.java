package io.convoy.kernels.vector;

/** {@link ReluMaxPooling} of some windows, forward or backward. */
interface PoolingTile {

    /**
     * @param windows where each lies in the first array, in the second, and in the words of the winners, and how far
     *     its word is shifted to the left to bring its three bits to the highest
     * @param pixels two rows of windows, read or overwritten
     * @param pooled their values or gradient, overwritten or read
     * @param winners overwritten or read
     */
    void run(Windows windows, float[] pixels, int at, float[] pooled, int pooledAt, int[] winners, int winnersAt);

    @SuppressWarnings("ArrayRecordComponent")
    record Windows(int[] pixels, int[] pooled, int[] words, int[] shifts) {}
}
