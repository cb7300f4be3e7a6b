package io.convoy.trainer.training;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How a model does on labelled images. Merge in shard order to get the same bits of the loss every time.
 *
 * @param confusion how many examples of a label were predicted as a class, {@code [label · classes + predicted]}
 * @param ranks how many examples had {@code k} classes rated above their own label, {@code [k]}; of equal ratings the
 *     lower class comes first
 * @param lossSum over all examples
 */
@SuppressWarnings("ArrayRecordComponent")
public record Evaluation(int classes, long[] confusion, long[] ranks, double lossSum) implements Serializable {

    public Evaluation {
        if (classes < 1 || confusion.length != classes * classes) {
            throw new IllegalArgumentException(
                    "expected a confusion matrix of " + classes + "×" + classes + " but found " + confusion.length);
        }
        if (ranks.length != classes) {
            throw new IllegalArgumentException("expected " + classes + " ranks but found " + ranks.length);
        }
    }

    /** Of no examples. */
    public static Evaluation none(int classes) {
        return new Evaluation(classes, new long[classes * classes], new long[classes], 0);
    }

    public Evaluation merge(Evaluation other) {
        if (classes != other.classes) {
            throw new IllegalArgumentException("expected " + classes + " classes but found " + other.classes);
        }
        return new Evaluation(
                classes, sum(confusion, other.confusion), sum(ranks, other.ranks), lossSum + other.lossSum);
    }

    private static long[] sum(long[] counts, long[] others) {
        var sum = counts.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += others[i];
        }
        return sum;
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

    /** The share of examples whose label was among the {@code k} classes rated highest; NaN without examples. */
    public double topAccuracy(int k) {
        long found = 0;
        for (int rank = 0; rank < Math.min(k, classes); rank++) {
            found += ranks[rank];
        }
        return (double) found / examples();
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
