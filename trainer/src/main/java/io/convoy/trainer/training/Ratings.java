package io.convoy.trainer.training;

import java.util.Arrays;

/**
 * What a network sees in each image of a shard.
 *
 * @param classes of the network
 * @param labels the predicted class of each image
 * @param logits {@code [images][classes]}
 * @param probabilities {@code [images][classes]}
 */
@SuppressWarnings("ArrayRecordComponent")
public record Ratings(int classes, int[] labels, float[] logits, float[] probabilities) {

    public int label(int image) {
        return labels[image];
    }

    public double[] logits(int image) {
        return row(logits, image);
    }

    public double[] probabilities(int image) {
        return row(probabilities, image);
    }

    private double[] row(float[] values, int image) {
        var row = new double[classes];
        Arrays.setAll(row, label -> values[image * classes + label]);
        return row;
    }
}
