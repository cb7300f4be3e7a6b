package io.convoy.kernels.vector;

/** {@link TapGradient}'s tile of several rows and of several taps that lie equally far apart. */
interface GradientTile {

    /** Adds the products at all positions to the partial sums {@code [row][tap][16]}. */
    void run(int[] positions, float[] input, int from, float[] gradient, int gradientFrom, float[] sums, int sum);
}
