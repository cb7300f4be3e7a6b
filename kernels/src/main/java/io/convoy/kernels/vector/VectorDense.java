package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Dense;
import io.convoy.kernels.DenseShape;

/** Forward and input gradient take the blocks of the minibatch as positions of a {@link TapProduct}. */
final class VectorDense implements Dense {

    private final DenseShape shape;
    private final TapProduct forward;
    private final TapProduct backward;
    private final DenseWeightGradient weightGradient;
    private final float[] weights;

    /** Tables for the number of blocks of the last call. */
    private int blocks;

    private int[] inputs = {};
    private int[] outputs = {};
    private int[] backwardInputs = {};
    private int[] backwardOutputs = {};

    VectorDense(DenseShape shape) {
        this.shape = shape;
        forward = new TapProduct(1, shape.outputs(), TapProduct.multiples(shape.inputs(), COUNT), 0, COUNT);
        weightGradient = new DenseWeightGradient(shape);
        weights = new float[shape.weightCount()];
        backward = new TapProduct(shape.inputs(), TapProduct.multiples(shape.outputs(), COUNT), COUNT, weights);
    }

    @Override
    public DenseShape shape() {
        return shape;
    }

    @Override
    public void setWeights(float[] parameters, int weightsOffset, int biasOffset) {
        System.arraycopy(parameters, weightsOffset, weights, 0, weights.length);
        forward.setWeights(weights, 0);
        forward.setBias(parameters, biasOffset);
    }

    private void setBlocks(int count) {
        if (count != blocks) {
            blocks = count;
            int[] inputBlocks = TapProduct.multiples(count, shape.inputs() * COUNT);
            int[] outputBlocks = TapProduct.multiples(count, shape.outputs() * COUNT);
            inputs = forward.wholeTiles(inputBlocks);
            outputs = forward.wholeTiles(outputBlocks);
            backwardInputs = backward.wholeTiles(inputBlocks);
            backwardOutputs = backward.wholeTiles(outputBlocks);
        }
    }

    @Override
    public void forward(int blockCount, float[] input, float[] output) {
        setBlocks(blockCount);
        forward.run(-0f, input, 0, inputs, output, 0, outputs);
    }

    @Override
    public void backwardInput(int blockCount, float[] outputGradient, float[] inputGradient) {
        setBlocks(blockCount);
        backward.run(-0f, outputGradient, 0, backwardOutputs, inputGradient, 0, backwardInputs);
    }

    @Override
    public void weightGradient(
            int blockCount,
            float[] input,
            float[] outputGradient,
            float[] gradient,
            int weightsOffset,
            int biasOffset) {
        weightGradient.run(blockCount, input, outputGradient, gradient, weightsOffset, biasOffset);
    }
}
