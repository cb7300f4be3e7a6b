package io.convoy.kernels;

/**
 * A fully connected layer over the blocks of a minibatch. Shapes, with {@code [16]} the lanes of {@link Lanes}:
 *
 * <pre>
 * input, inputGradient    [blocks][inputs][16]
 * output, outputGradient  [blocks][outputs][16]
 * weights                 [outputs][inputs]
 * bias                    [outputs]
 * </pre>
 *
 * <p>The order of arithmetic, each step one fused multiply-add: {@code forward} starts from the bias and adds the
 * inputs in rising order; {@code backwardInput} starts from 0 and adds the outputs in rising order; the weight gradient
 * starts from 0 and adds the images in rising order, unused lanes included; the bias gradient likewise, by plain
 * additions.
 *
 * <p>An instance holds weights and scratch: it belongs to one thread.
 */
public interface Dense {

    DenseShape shape();

    /**
     * Takes the weights that later calls use, from {@code parameters} at the given offsets. May keep the array instead
     * of a copy: it must not change before those calls.
     */
    void setWeights(float[] parameters, int weights, int bias);

    /** Overwrites the output of all blocks. */
    void forward(int blocks, float[] input, float[] output);

    /** Overwrites the input gradient of all blocks. */
    void backwardInput(int blocks, float[] outputGradient, float[] inputGradient);

    /** Overwrites the gradient of weights and bias at the given offsets, summed over all blocks. */
    void weightGradient(int blocks, float[] input, float[] outputGradient, float[] gradient, int weights, int bias);
}
