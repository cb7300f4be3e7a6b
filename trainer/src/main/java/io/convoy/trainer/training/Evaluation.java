package io.convoy.trainer.training;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How a model does on labelled images. Merge in shard order to get the same bits of the loss every time.
 *
 * @param confusion how many examples of a label were predicted as a class, {@code [label · classes + predicted]}
 * @param lossSum over all examples
 */
@SuppressWarnings("ArrayRecordComponent")
public record Evaluation(int classes, long[] confusion, double lossSum) implements Serializable {

    public Evaluation {
        if (classes < 1 || confusion.length != classes * classes) {
            throw new IllegalArgumentException(
                    "expected a confusion matrix of " + classes + "×" + classes + " but found " + confusion.length);
        }
    }

    /** Of no examples. */
    public static Evaluation none(int classes) {
        return new Evaluation(classes, new long[classes * classes], 0);
    }

    public Evaluation merge(Evaluation other) {
        if (classes != other.classes) {
            throw new IllegalArgumentException("expected " + classes + " classes but found " + other.classes);
        }
        var sum = confusion.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.confusion[i];
        }
        return new Evaluation(classes, sum, lossSum + other.lossSum);
    }

    public long count(int label, int predicted) {
        return confusion[label * classes + predicted];
    }

    public long examples() {
        return Arrays.stream(confusion).sum();
    }

    public long correct() {
        long correct = 0;
        for (int label = 0; label < classes; label++) {
            correct += count(label, label);
        }
        return correct;
    }

    /** NaN without examples. */
    public double accuracy() {
        return (double) correct() / examples();
    }

    /** NaN without examples. */
    public double meanLoss() {
        return lossSum / examples();
    }

    /** The share of a label's examples that were found; NaN if it has none. */
    public double recall(int label) {
        long examples = 0;
        for (int predicted = 0; predicted < classes; predicted++) {
            examples += count(label, predicted);
        }
        return (double) count(label, label) / examples;
    }

    /** The share of a class's predictions that were right; NaN if there were none. */
    public double precision(int predicted) {
        long predictions = 0;
        for (int label = 0; label < classes; label++) {
            predictions += count(label, predicted);
        }
        return (double) count(predicted, predicted) / predictions;
    }
}
