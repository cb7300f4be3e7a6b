package io.convoy.kernels.vector;

/** The gradient of max pooling for a row of windows of two by two pixels, side by side. */
interface HalvingGradient {

    /** Overwrites two rows of the input gradient, of which {@code to} is the upper. */
    void run(int[] winners, int winner, float[] gradient, int from, float[] inputGradient, int to);
}
