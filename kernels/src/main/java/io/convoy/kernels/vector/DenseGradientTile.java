package io.convoy.kernels.vector;

/** {@link DenseWeightGradient}'s tile of several outputs and inputs. */
interface DenseGradientTile {

    /**
     * Overwrites its part of the gradient {@code [output][input]} with the sum over the images, row by row.
     *
     * @param lanes where each image lies in an output
     * @param inputs of each image in a row, two floats an element
     */
    void run(int[] lanes, long[] inputs, int input, float[] outputs, int output, float[] gradient, int to);
}
