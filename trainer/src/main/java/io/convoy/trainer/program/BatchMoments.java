package io.convoy.trainer.program;

import static io.convoy.kernels.Lanes.COUNT;

import java.util.Arrays;

/**
 * What the two halves of a batch normalisation know of a minibatch: the sums of each channel and lane that its groups
 * of images leave on the way forward and back, and the numbers that follow from them. All in double, lanes in order.
 */
final class BatchMoments {

    /** What {@link io.convoy.kernels.Normalisation} takes: {@code [channels][16]}, the same in all lanes. */
    static final class Group {

        final double[] moments;
        final double[] products;
        final float[] mean;
        final float[] factor;
        final float[] slope;
        final float[] shift;
        final double[] inverse;
        final double[] exactMean;

        Group(int channels) {
            moments = new double[channels * 2 * COUNT];
            products = new double[channels * 2 * COUNT];
            mean = new float[channels * COUNT];
            factor = new float[channels * COUNT];
            slope = new float[channels * COUNT];
            shift = new float[channels * COUNT];
            inverse = new double[channels];
            exactMean = new double[channels];
        }
    }

    private final Operator.BatchNormalisation operator;
    private final GhostGroups ghosts;
    private final int channels;
    private final int pixels;
    private final Group[] groups;
    private final float[] weights;
    private final float[] shifts;

    /** Over many minibatches: the count, then Σx and Σx² of each channel. */
    private final double[] gathered;

    private int images;

    BatchMoments(Operator.BatchNormalisation operator, GhostGroups ghosts, int maximumImages) {
        this.operator = operator;
        this.ghosts = ghosts;
        var shape = operator.shape();
        channels = shape.channels();
        pixels = shape.height() * shape.width();
        groups = new Group[ghosts.count(maximumImages)];
        Arrays.setAll(groups, g -> new Group(channels));
        weights = new float[channels];
        shifts = new float[channels * COUNT];
        gathered = new double[1 + 2 * channels];
    }

    void setWeights(float[] parameters) {
        System.arraycopy(parameters, operator.weight(), weights, 0, channels);
        for (int c = 0; c < channels; c++) {
            Arrays.fill(shifts, c * COUNT, (c + 1) * COUNT, parameters[operator.bias() + c]);
        }
    }

    void begin(int images) {
        this.images = images;
        for (int g = 0; g < ghosts.count(images); g++) {
            Arrays.fill(groups[g].moments, 0);
            Arrays.fill(groups[g].products, 0);
        }
    }

    Group of(int block) {
        return groups[ghosts.of(block, images)];
    }

    float[] shifts() {
        return shifts;
    }

    void clearGathered() {
        Arrays.fill(gathered, 0);
    }

    double[] gathered() {
        return gathered;
    }

    /** After the last block on the way forward. */
    void finishMoments() {
        gathered[0] += (double) images * pixels;
        for (int g = 0; g < ghosts.count(images); g++) {
            double count = (double) ghosts.images(g, images) * pixels;
            for (int c = 0; c < channels; c++) {
                finishMoments(groups[g], c, count);
            }
        }
    }

    private void finishMoments(Group group, int c, double count) {
        double sum = sum(group.moments, 2 * c);
        double squares = sum(group.moments, 2 * c + 1);
        gathered[1 + c] += sum;
        gathered[1 + channels + c] += squares;
        double mean = sum / count;
        double variance = Math.max(0, squares / count - mean * mean);
        double inverse = 1 / Math.sqrt(variance + operator.epsilon());
        group.exactMean[c] = mean;
        group.inverse[c] = inverse;
        Arrays.fill(group.mean, c * COUNT, (c + 1) * COUNT, (float) mean);
        Arrays.fill(group.factor, c * COUNT, (c + 1) * COUNT, (float) (weights[c] * inverse));
    }

    /** After the last block on the way back; writes the gradient of weight and bias, and 0 for the statistics. */
    void finishProducts(float[] gradient) {
        for (int c = 0; c < channels; c++) {
            double ofWeight = 0;
            double ofBias = 0;
            for (int g = 0; g < ghosts.count(images); g++) {
                var group = groups[g];
                double sum = sum(group.products, 2 * c);
                double product = sum(group.products, 2 * c + 1);
                double centred = (product - group.exactMean[c] * sum) * group.inverse[c];
                double count = (double) ghosts.images(g, images) * pixels;
                double factor = weights[c] * group.inverse[c] / count;
                Arrays.fill(group.slope, c * COUNT, (c + 1) * COUNT, (float) (-factor * group.inverse[c] * centred));
                Arrays.fill(group.shift, c * COUNT, (c + 1) * COUNT, (float) (-factor * sum));
                ofWeight += centred;
                ofBias += sum;
            }
            gradient[operator.weight() + c] = (float) ofWeight;
            gradient[operator.bias() + c] = (float) ofBias;
        }
        Arrays.fill(gradient, operator.mean(), operator.mean() + channels, 0f);
        Arrays.fill(gradient, operator.variance(), operator.variance() + channels, 0f);
    }

    private static double sum(double[] lanes, int row) {
        double sum = 0;
        for (int lane = 0; lane < COUNT; lane++) {
            sum += lanes[row * COUNT + lane];
        }
        return sum;
    }
}
