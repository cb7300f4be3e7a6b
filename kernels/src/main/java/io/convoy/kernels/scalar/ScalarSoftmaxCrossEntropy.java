package io.convoy.kernels.scalar;

import static io.convoy.kernels.Lanes.COUNT;

import io.convoy.kernels.Elementary;
import io.convoy.kernels.Lanes;
import io.convoy.kernels.SoftmaxCrossEntropy;
import java.util.Arrays;

final class ScalarSoftmaxCrossEntropy implements SoftmaxCrossEntropy {

    @Override
    public double lossAndGradient(
            int classes, int images, float[] logits, byte[] labels, float labelSmoothing, float[] gradient) {
        float share = 1f / images;
        float ofOthers = labelSmoothing / classes;
        float ofLabel = 1f - labelSmoothing + ofOthers;
        double loss = 0;
        for (int n = 0; n < images; n++) {
            int first = first(n, classes);
            int label = label(n, classes, labels);
            float maximum = maximum(classes, logits, first);
            float labelLogit = logits[first + label * COUNT];
            float sum = 0f;
            for (int c = 0; c < classes; c++) {
                int at = first + c * COUNT;
                gradient[at] = Elementary.exp(logits[at] - maximum);
                sum += gradient[at];
            }
            loss += labelSmoothing == 0
                    ? loss(sum, labelLogit, maximum)
                    : smoothedLoss(classes, sum, logits, first, labelLogit, maximum, labelSmoothing);
            for (int c = 0; c < classes; c++) {
                int at = first + c * COUNT;
                gradient[at] = (gradient[at] / sum - (c == label ? ofLabel : ofOthers)) * share;
            }
        }
        for (int n = images; n < Lanes.blocks(images) * COUNT; n++) {
            for (int c = 0; c < classes; c++) {
                gradient[first(n, classes) + c * COUNT] = 0f;
            }
        }
        return loss;
    }

    @Override
    public double loss(int classes, int images, float[] logits, byte[] labels) {
        double loss = 0;
        for (int n = 0; n < images; n++) {
            int first = first(n, classes);
            float maximum = maximum(classes, logits, first);
            float sum = sumOfExponentials(classes, logits, first, maximum);
            loss += loss(sum, logits[first + label(n, classes, labels) * COUNT], maximum);
        }
        return loss;
    }

    @Override
    public void probabilities(int classes, int images, float[] logits, float[] probabilities) {
        for (int n = 0; n < Lanes.blocks(images) * COUNT; n++) {
            int first = first(n, classes);
            float maximum = maximum(classes, logits, first);
            float sum = sumOfExponentials(classes, logits, first, maximum);
            for (int c = 0; c < classes; c++) {
                int at = first + c * COUNT;
                probabilities[at] = Elementary.exp(logits[at] - maximum) / sum;
            }
        }
    }

    @Override
    public void argMax(int classes, int images, float[] logits, int[] predictions) {
        Arrays.fill(predictions, 0, images, 0);
        for (int n = 0; n < images; n++) {
            int first = first(n, classes);
            for (int c = 1; c < classes; c++) {
                if (logits[first + c * COUNT] > logits[first + predictions[n] * COUNT]) {
                    predictions[n] = c;
                }
            }
        }
    }

    /** Where class 0 of image {@code n} lies. */
    private static int first(int n, int classes) {
        return n / COUNT * classes * COUNT + n % COUNT;
    }

    private static int label(int n, int classes, byte[] labels) {
        int label = Byte.toUnsignedInt(labels[n]);
        if (label >= classes) {
            throw new IllegalArgumentException(
                    "expected labels below classes=" + classes + " but found " + label + " for image " + n);
        }
        return label;
    }

    private static float maximum(int classes, float[] logits, int first) {
        float maximum = logits[first];
        for (int c = 1; c < classes; c++) {
            float logit = logits[first + c * COUNT];
            maximum = logit > maximum ? logit : maximum;
        }
        return maximum;
    }

    private static float sumOfExponentials(int classes, float[] logits, int first, float maximum) {
        float sum = 0f;
        for (int c = 0; c < classes; c++) {
            sum += Elementary.exp(logits[first + c * COUNT] - maximum);
        }
        return sum;
    }

    private static double loss(float sum, float logit, float maximum) {
        return StrictMath.log(sum) - (logit - maximum);
    }

    private static double smoothedLoss(
            int classes, float sum, float[] logits, int first, float logit, float maximum, double labelSmoothing) {
        float all = 0f;
        for (int c = 0; c < classes; c++) {
            all += logits[first + c * COUNT] - maximum;
        }
        return StrictMath.log(sum) - ((1 - labelSmoothing) * (logit - maximum) + labelSmoothing / classes * all);
    }
}
