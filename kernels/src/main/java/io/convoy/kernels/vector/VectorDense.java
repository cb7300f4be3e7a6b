package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Dense;
import io.convoy.kernels.DenseShape;
import io.convoy.kernels.vector.StridedProduct.Strides;

/** Forward and input gradient take the blocks of the minibatch as positions of a {@link StridedProduct}. */
final class VectorDense implements Dense {

    private final DenseShape shape;

    /** By how many blocks they take together: 1, 2 or 4. Those for few blocks are made when first needed. */
    private final StridedProduct[] forward;

    private final StridedProduct[] backward;

    private final int mostTogether;

    private final DenseWeightGradient weightGradient;

    /** The array that holds weights and bias, and where. */
    private float[] parameters = {};

    private int weights;
    private int bias;

    /** Of the input gradient. */
    private final float[] noBias;

    /** Where the blocks that are taken together begin, for the number of blocks of the last call. */
    private int blocks;

    private int together;
    private int[] inputRuns = {};
    private int[] outputRuns = {};

    VectorDense(DenseShape shape) {
        this.shape = shape;
        weightGradient = new DenseWeightGradient(shape);
        noBias = new float[shape.inputs()];
        mostTogether = Math.min(shape.inputs(), shape.outputs()) < StridedProduct.ROWS_OF_FOURS ? 2 : 4;
        forward = new StridedProduct[mostTogether + 1];
        backward = new StridedProduct[mostTogether + 1];
        setBlocks(mostTogether);
    }

    @Override
    public DenseShape shape() {
        return shape;
    }

    @Override
    public void setWeights(float[] allParameters, int weightsOffset, int biasOffset) {
        parameters = allParameters;
        weights = weightsOffset;
        bias = biasOffset;
    }

    private void setBlocks(int count) {
        if (count == blocks) {
            return;
        }
        blocks = count;
        together = Math.min(mostTogether, Integer.highestOneBit(blocks));
        // A block alone takes the place of both positions of a pair.
        int apart = together == 1 ? 0 : COUNT;
        if (forward[together] == null) {
            forward[together] = product(
                    shape.outputs(),
                    shape.inputs(),
                    new Strides(1, shape.inputs(), apart * shape.inputs(), apart * shape.outputs(), COUNT));
            backward[together] = product(
                    shape.inputs(),
                    shape.outputs(),
                    new Strides(shape.inputs(), 1, apart * shape.outputs(), apart * shape.inputs(), COUNT));
        }
        inputRuns = runs(shape.inputs() * COUNT);
        outputRuns = runs(shape.outputs() * COUNT);
    }

    private StridedProduct product(int rows, int taps, Strides strides) {
        int[] distances = TapProduct.multiples(taps, COUNT);
        return together == 4
                ? StridedProduct.ofFours(rows, distances, strides)
                : StridedProduct.ofPairs(rows, distances, strides);
    }

    /** The last run overlaps the one before it where the number of blocks is no multiple. */
    private int[] runs(int block) {
        int[] runs = TapProduct.multiples((blocks + together - 1) / together, together * block);
        runs[runs.length - 1] = (blocks - together) * block;
        return runs;
    }

    @Override
    public void forward(int blockCount, float[] input, float[] output) {
        setBlocks(blockCount);
        forward[together].run(parameters, weights, parameters, bias, input, 0, inputRuns, output, 0, outputRuns);
    }

    @Override
    public void backwardInput(int blockCount, float[] outputGradient, float[] inputGradient) {
        setBlocks(blockCount);
        backward[together].run(
                parameters, weights, noBias, 0, outputGradient, 0, outputRuns, inputGradient, 0, inputRuns);
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
