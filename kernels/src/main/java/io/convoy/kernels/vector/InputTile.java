package io.convoy.kernels.vector;

/** {@link FiveWideInputGradient}'s tile of one or two input channels and several columns. */
interface InputTile {

    /** Overwrites the tile with the products of the rows of the output gradient and the weights in the tables. */
    void run(
            int[] gradientRows,
            int[] weightRows,
            float[] weights,
            int weight,
            float[] gradient,
            int from,
            float[] input,
            int to);
}
