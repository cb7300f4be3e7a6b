package io.convoy.kernels.vector;

import static io.convoy.kernels.Lanes.COUNT;
import static io.convoy.kernels.vector.Species.FLOATS;
import static io.convoy.kernels.vector.Species.INTS;
import static io.convoy.kernels.vector.Species.LENGTH;

import io.convoy.kernels.BatchNormalisation;
import io.convoy.kernels.Lanes;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

final class VectorBatchNormalisation implements BatchNormalisation {

    private static final int[] ALL = new int[COUNT];

    static {
        Arrays.fill(ALL, -1);
    }

    private final int channels;
    private final int pixels;
    private final float epsilon;
    private final float[] gammas;
    private final float[] betas;

    /** A sum for each lane, twice. */
    private final float[] lanes = new float[COUNT];

    private final float[] products = new float[COUNT];

    /** −1 for the lanes of the last block that hold an image, else 0. */
    private final int[] last = new int[COUNT];

    VectorBatchNormalisation(int channels, int pixels, float epsilon) {
        this.channels = channels;
        this.pixels = pixels;
        this.epsilon = epsilon;
        gammas = new float[channels];
        betas = new float[channels];
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int pixels() {
        return pixels;
    }

    @Override
    public void setParameters(float[] parameters, int gamma, int beta) {
        System.arraycopy(parameters, gamma, gammas, 0, channels);
        System.arraycopy(parameters, beta, betas, 0, channels);
    }

    @Override
    public void statistics(int images, float[] input, float[] mean, float[] variance) {
        float count = images * pixels;
        int blocks = Lanes.blocks(images);
        for (int c = 0; c < channels; c++) {
            Arrays.fill(lanes, 0f);
            for (int block = 0; block < blocks; block++) {
                for (int lane = 0; lane < COUNT; lane += LENGTH) {
                    addValues(input, start(block, c) + lane, mask(block, images), lane);
                }
            }
            mean[c] = Lanes.sum(lanes, 0) / count;
            Arrays.fill(lanes, 0f);
            for (int block = 0; block < blocks; block++) {
                for (int lane = 0; lane < COUNT; lane += LENGTH) {
                    addSquares(input, start(block, c) + lane, mean[c], mask(block, images), lane);
                }
            }
            variance[c] = Lanes.sum(lanes, 0) / count;
        }
    }

    private void addValues(float[] input, int from, int[] mask, int lane) {
        var isImage = IntVector.fromArray(INTS, mask, lane);
        var sum = FloatVector.fromArray(FLOATS, lanes, lane);
        for (int i = 0; i < pixels * COUNT; i += COUNT) {
            var x = FloatVector.fromArray(FLOATS, input, from + i);
            sum = sum.add(x.reinterpretAsInts().and(isImage).reinterpretAsFloats());
        }
        sum.intoArray(lanes, lane);
    }

    private void addSquares(float[] input, int from, float mean, int[] mask, int lane) {
        var isImage = IntVector.fromArray(INTS, mask, lane);
        var sum = FloatVector.fromArray(FLOATS, lanes, lane);
        for (int i = 0; i < pixels * COUNT; i += COUNT) {
            var distance = FloatVector.fromArray(FLOATS, input, from + i)
                    .sub(mean)
                    .reinterpretAsInts()
                    .and(isImage)
                    .reinterpretAsFloats();
            sum = distance.fma(distance, sum);
        }
        sum.intoArray(lanes, lane);
    }

    @Override
    public void forward(int blocks, float[] input, float[] mean, float[] variance, float[] output) {
        for (int block = 0; block < blocks; block++) {
            for (int c = 0; c < channels; c++) {
                normalise(input, start(block, c), mean[c], gammas[c] * inverse(variance[c]), betas[c], output);
            }
        }
    }

    private void normalise(float[] input, int at, float mean, float factor, float beta, float[] output) {
        for (int i = at; i < at + pixels * COUNT; i += LENGTH) {
            FloatVector.fromArray(FLOATS, input, i)
                    .sub(mean)
                    .fma(FloatVector.broadcast(FLOATS, factor), FloatVector.broadcast(FLOATS, beta))
                    .intoArray(output, i);
        }
    }

    @Override
    public void parameterGradient(
            int images,
            float[] input,
            float[] mean,
            float[] variance,
            float[] outputGradient,
            float[] gradient,
            int gamma,
            int beta) {
        for (int c = 0; c < channels; c++) {
            float inverse = inverse(variance[c]);
            Arrays.fill(lanes, 0f);
            Arrays.fill(products, 0f);
            for (int block = 0; block < Lanes.blocks(images); block++) {
                for (int lane = 0; lane < COUNT; lane += LENGTH) {
                    int from = start(block, c) + lane;
                    int[] mask = mask(block, images);
                    addValues(outputGradient, from, mask, lane);
                    addProducts(outputGradient, input, from, mean[c], inverse, mask, lane);
                }
            }
            gradient[beta + c] = Lanes.sum(lanes, 0);
            gradient[gamma + c] = Lanes.sum(products, 0);
        }
    }

    private void addProducts(
            float[] outputGradient, float[] input, int from, float mean, float inverse, int[] mask, int lane) {
        var isImage = IntVector.fromArray(INTS, mask, lane);
        var sum = FloatVector.fromArray(FLOATS, products, lane);
        for (int i = 0; i < pixels * COUNT; i += COUNT) {
            var dy = FloatVector.fromArray(FLOATS, outputGradient, from + i)
                    .reinterpretAsInts()
                    .and(isImage)
                    .reinterpretAsFloats();
            var normalised = FloatVector.fromArray(FLOATS, input, from + i)
                    .sub(mean)
                    .mul(inverse)
                    .reinterpretAsInts()
                    .and(isImage)
                    .reinterpretAsFloats();
            sum = dy.fma(normalised, sum);
        }
        sum.intoArray(products, lane);
    }

    @Override
    public void backwardInput(
            int images,
            float[] input,
            float[] mean,
            float[] variance,
            float[] outputGradient,
            float[] gradient,
            int gamma,
            int beta,
            float[] inputGradient) {
        float count = images * pixels;
        for (int c = 0; c < channels; c++) {
            float inverse = inverse(variance[c]);
            float betaShare = gradient[beta + c] / count;
            float gammaShare = gradient[gamma + c] / count;
            for (int block = 0; block < Lanes.blocks(images); block++) {
                for (int lane = 0; lane < COUNT; lane += LENGTH) {
                    int at = start(block, c) + lane;
                    int[] mask = mask(block, images);
                    pass(
                            input,
                            outputGradient,
                            inputGradient,
                            at,
                            mean[c],
                            inverse,
                            gammas[c] * inverse,
                            betaShare,
                            gammaShare,
                            mask,
                            lane);
                }
            }
        }
    }

    private void pass(
            float[] input,
            float[] outputGradient,
            float[] inputGradient,
            int at,
            float mean,
            float inverse,
            float factor,
            float betaShare,
            float gammaShare,
            int[] mask,
            int lane) {
        var isImage = IntVector.fromArray(INTS, mask, lane);
        for (int i = at; i < at + pixels * COUNT; i += COUNT) {
            var normalised = FloatVector.fromArray(FLOATS, input, i).sub(mean).mul(inverse);
            var share = FloatVector.fromArray(FLOATS, outputGradient, i).sub(betaShare);
            normalised
                    .neg()
                    .fma(FloatVector.broadcast(FLOATS, gammaShare), share)
                    .mul(factor)
                    .reinterpretAsInts()
                    .and(isImage)
                    .reinterpretAsFloats()
                    .intoArray(inputGradient, i);
        }
    }

    private float inverse(float variance) {
        return (float) (1 / Math.sqrt((double) variance + epsilon));
    }

    private int start(int block, int channel) {
        return (block * channels + channel) * pixels * COUNT;
    }

    /** −1 for the lanes of a block that hold an image, else 0. */
    private int[] mask(int block, int images) {
        int inBlock = images - block * COUNT;
        if (inBlock >= COUNT) {
            return ALL;
        }
        Arrays.fill(last, 0, inBlock, -1);
        Arrays.fill(last, inBlock, COUNT, 0);
        return last;
    }
}
