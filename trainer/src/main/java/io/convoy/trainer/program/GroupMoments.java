package io.convoy.trainer.program;

import static io.convoy.kernels.Lanes.COUNT;

import java.util.Arrays;

/**
 * The numbers of a group normalisation, for each channel and image of each block. A group of channels of one image is
 * averaged, its channels added in order, in double.
 */
final class GroupMoments {

    private final Operator.GroupNormalisation operator;
    private final int channels;
    private final int groupChannels;
    private final double count;
    private final float[] weights;
    private final float[] shifts;
    private final double[][] means;
    private final double[][] inverses;
    private final double[] ofWeight;
    private final double[] ofBias;

    /** Scratch, for the kernel: sums {@code [channels][2][16]}, else {@code [channels][16]}. */
    final double[] sums;

    final float[] mean;
    final float[] factor;
    final float[] slope;
    final float[] shift;

    /** @param blocks to keep in mind for the way back */
    GroupMoments(Operator.GroupNormalisation operator, int blocks) {
        this.operator = operator;
        var shape = operator.shape();
        channels = shape.channels();
        groupChannels = channels / operator.groups();
        count = (double) groupChannels * shape.height() * shape.width();
        weights = new float[channels];
        shifts = new float[channels * COUNT];
        means = new double[blocks][operator.groups() * COUNT];
        inverses = new double[blocks][operator.groups() * COUNT];
        ofWeight = new double[channels];
        ofBias = new double[channels];
        sums = new double[channels * 2 * COUNT];
        mean = new float[channels * COUNT];
        factor = new float[channels * COUNT];
        slope = new float[channels * COUNT];
        shift = new float[channels * COUNT];
    }

    void setWeights(float[] parameters) {
        System.arraycopy(parameters, operator.weight(), weights, 0, channels);
        for (int c = 0; c < channels; c++) {
            Arrays.fill(shifts, c * COUNT, (c + 1) * COUNT, parameters[operator.bias() + c]);
        }
    }

    void begin() {
        Arrays.fill(ofWeight, 0);
        Arrays.fill(ofBias, 0);
    }

    double[] clearedSums() {
        Arrays.fill(sums, 0);
        return sums;
    }

    float[] shifts() {
        return shifts;
    }

    /** From the moments of a block in {@code sums} to its mean and factor. */
    void finishMoments(int block) {
        for (int g = 0; g < operator.groups(); g++) {
            for (int lane = 0; lane < COUNT; lane++) {
                double mean = 0;
                double squares = 0;
                for (int c = g * groupChannels; c < (g + 1) * groupChannels; c++) {
                    mean += sums[2 * c * COUNT + lane];
                    squares += sums[(2 * c + 1) * COUNT + lane];
                }
                mean /= count;
                double variance = Math.max(0, squares / count - mean * mean);
                means[block][g * COUNT + lane] = mean;
                inverses[block][g * COUNT + lane] = 1 / Math.sqrt(variance + operator.epsilon());
            }
        }
        recall(block);
    }

    /** Mean and factor of a block. */
    void recall(int block) {
        for (int i = 0; i < channels * COUNT; i++) {
            int g = i / COUNT / groupChannels * COUNT + i % COUNT;
            mean[i] = (float) means[block][g];
            factor[i] = (float) (weights[i / COUNT] * inverses[block][g]);
        }
    }

    /** From the products of a block in {@code sums} to its slope and shift, and to the gradient of weight and bias. */
    void finishProducts(int block) {
        for (int g = 0; g < operator.groups(); g++) {
            for (int lane = 0; lane < COUNT; lane++) {
                finishProducts(g, lane, means[block][g * COUNT + lane], inverses[block][g * COUNT + lane]);
            }
        }
    }

    private void finishProducts(int g, int lane, double mean, double inverse) {
        double sum = 0;
        double centred = 0;
        for (int c = g * groupChannels; c < (g + 1) * groupChannels; c++) {
            double ofShift = sums[2 * c * COUNT + lane];
            double ofScale = (sums[(2 * c + 1) * COUNT + lane] - mean * ofShift) * inverse;
            ofBias[c] += ofShift;
            ofWeight[c] += ofScale;
            sum += weights[c] * ofShift;
            centred += weights[c] * ofScale;
        }
        for (int c = g * groupChannels; c < (g + 1) * groupChannels; c++) {
            slope[c * COUNT + lane] = (float) (-inverse * inverse * centred / count);
            shift[c * COUNT + lane] = (float) (-inverse * sum / count);
        }
    }

    void finish(float[] gradient) {
        for (int c = 0; c < channels; c++) {
            gradient[operator.weight() + c] = (float) ofWeight[c];
            gradient[operator.bias() + c] = (float) ofBias[c];
        }
    }
}
