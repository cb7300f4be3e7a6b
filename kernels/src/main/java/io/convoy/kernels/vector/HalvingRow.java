package io.convoy.kernels.vector;

/** {@link ReluMaxPooling} of a row of windows of two by two pixels, side by side. */
interface HalvingRow {

    /** Overwrites a row of the output and its winners; {@code from} is the upper of two input rows. */
    void run(float[] input, int from, float[] output, int to, int[] winners, int winnersTo);
}
