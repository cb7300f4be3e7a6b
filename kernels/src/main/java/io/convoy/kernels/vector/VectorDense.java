package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Dense;
import io.convoy.kernels.DenseShape;
import io.convoy.kernels.vector.StridedProduct.Strides;
import org.jspecify.annotations.Nullable;

/** Forward and input gradient take the blocks of the minibatch as positions of a {@link StridedProduct}. */
final class VectorDense implements Dense {

    private final DenseShape shape;
    private final StridedProduct forward;
    private final StridedProduct backward;

    /** Made for the first minibatch of one block, which takes the place of both positions. */
    private @Nullable StridedProduct forwardAlone;

    private @Nullable StridedProduct backwardAlone;
    private final DenseWeightGradient weightGradient;

    /** The array that holds weights and bias, and where. */
    private float[] parameters = {};

    private int weights;
    private int bias;

    /** Of the input gradient. */
    private final float[] noBias;

    /** Where the pairs of blocks begin, for the number of blocks of the last call. */
    private int blocks;

    private int[] inputPairs = {};
    private int[] outputPairs = {};

    VectorDense(DenseShape shape) {
        this.shape = shape;
        forward = forward(shape.inputs() * COUNT, shape.outputs() * COUNT);
        backward = backward(shape.outputs() * COUNT, shape.inputs() * COUNT);
        weightGradient = new DenseWeightGradient(shape);
        noBias = new float[shape.inputs()];
    }

    private StridedProduct forward(int inputBlock, int outputBlock) {
        var strides = new Strides(1, shape.inputs(), inputBlock, outputBlock, COUNT);
        return StridedProduct.ofPairs(shape.outputs(), TapProduct.multiples(shape.inputs(), COUNT), strides);
    }

    private StridedProduct backward(int outputBlock, int inputBlock) {
        var strides = new Strides(shape.inputs(), 1, outputBlock, inputBlock, COUNT);
        return StridedProduct.ofPairs(shape.inputs(), TapProduct.multiples(shape.outputs(), COUNT), strides);
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
        if (count != blocks) {
            blocks = count;
            inputPairs = pairs(shape.inputs() * COUNT);
            outputPairs = pairs(shape.outputs() * COUNT);
        }
    }

    /** The last pair overlaps the one before it where the number of blocks is odd. */
    private int[] pairs(int block) {
        int[] pairs = TapProduct.multiples((blocks + 1) / 2, 2 * block);
        pairs[pairs.length - 1] = Math.max(0, blocks - 2) * block;
        return pairs;
    }

    @Override
    public void forward(int blockCount, float[] input, float[] output) {
        setBlocks(blockCount);
        var product = forward;
        if (blocks == 1) {
            forwardAlone = forwardAlone == null ? forward(0, 0) : forwardAlone;
            product = forwardAlone;
        }
        product.run(parameters, weights, parameters, bias, input, 0, inputPairs, output, 0, outputPairs);
    }

    @Override
    public void backwardInput(int blockCount, float[] outputGradient, float[] inputGradient) {
        setBlocks(blockCount);
        var product = backward;
        if (blocks == 1) {
            backwardAlone = backwardAlone == null ? backward(0, 0) : backwardAlone;
            product = backwardAlone;
        }
        product.run(parameters, weights, noBias, 0, outputGradient, 0, outputPairs, inputGradient, 0, inputPairs);
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
