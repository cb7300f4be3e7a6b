package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Dense;
import io.convoy.kernels.DenseShape;
import io.convoy.kernels.vector.StridedProduct.Strides;

/** Forward and input gradient take the blocks of the minibatch as positions of a {@link StridedProduct}. */
final class VectorDense implements Dense {

    private static final int[] ONE_RUN = {0};

    private final DenseShape shape;
    private final int mostTogether;

    /** By how many blocks they take together: 1, 2 or 4. Those for few blocks are made when first needed. */
    private final StridedProduct[] forward;

    private final StridedProduct[] backward;

    private final DenseWeightGradient weightGradient;

    /** The array that holds weights and bias, and where. */
    private float[] parameters = {};

    private int weights;
    private int bias;

    /** Of the input gradient. */
    private final float[] noBias;

    /** Of the last call, how many of them are taken together, and where in each array these begin. */
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
        if (forward[together] == null) {
            // A block alone takes the place of both positions of a pair.
            int apart = together == 1 ? 0 : COUNT;
            int input = apart * shape.inputs();
            int output = apart * shape.outputs();
            forward[together] =
                    product(shape.outputs(), shape.inputs(), new Strides(1, shape.inputs(), input, output, COUNT));
            backward[together] =
                    product(shape.inputs(), shape.outputs(), new Strides(shape.inputs(), 1, output, input, COUNT));
        }
        inputRuns = TapProduct.multiples(blocks / together, together * shape.inputs() * COUNT);
        outputRuns = TapProduct.multiples(blocks / together, together * shape.outputs() * COUNT);
    }

    private StridedProduct product(int rows, int taps, Strides strides) {
        int[] distances = TapProduct.multiples(taps, COUNT);
        return together == 4
                ? StridedProduct.ofFours(rows, distances, strides)
                : StridedProduct.ofPairs(rows, distances, strides);
    }

    @Override
    public void forward(int blockCount, float[] input, float[] output) {
        setBlocks(blockCount);
        run(forward[together], parameters, bias, input, inputRuns, shape.inputs(), output, shape.outputs());
    }

    @Override
    public void backwardInput(int blockCount, float[] outputGradient, float[] inputGradient) {
        setBlocks(blockCount);
        run(backward[together], noBias, 0, outputGradient, outputRuns, shape.outputs(), inputGradient, shape.inputs());
    }

    /** Blocks that are left over are taken together with some of those before, once more. */
    private void run(
            StridedProduct product,
            float[] biases,
            int firstBias,
            float[] from,
            int[] runs,
            int fromSize,
            float[] to,
            int toSize) {
        product.run(parameters, weights, biases, firstBias, from, 0, runs, to, 0);
        if (blocks % together != 0) {
            int last = (blocks - together) * COUNT;
            product.run(parameters, weights, biases, firstBias, from, last * fromSize, ONE_RUN, to, last * toSize);
        }
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
