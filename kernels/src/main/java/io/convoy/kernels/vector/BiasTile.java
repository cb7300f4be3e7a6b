package io.convoy.kernels.vector;

/** {@link TapGradient}'s sums of up to four planes. */
interface BiasTile {

    /** Adds all pixels of each plane to its partial sums {@code [plane][16]}. */
    void run(int length, float[] gradient, int from, float[] sums, int to);
}
