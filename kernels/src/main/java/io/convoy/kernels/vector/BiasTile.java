package io.convoy.kernels.vector;

/** {@link BiasGradient}'s tile of several channels. */
interface BiasTile {

    /** Adds all positions of the gradient to the partial sums {@code [channel][16]}. */
    void run(int positions, float[] gradient, int from, float[] sums, int sum);
}
