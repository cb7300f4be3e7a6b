package io.convoy.trainer.training;

/**
 * An epoch summed over its rounds.
 *
 * @param examples that were learned from, each record of the data once
 * @param lossSum over those examples, each loss taken before the step it caused
 * @param correct how many of them were classified correctly, likewise
 */
public record EpochTotals(int rounds, int shards, long examples, double lossSum, long correct) {

    /** The mean loss of an example; NaN without examples. */
    public double meanLoss() {
        return lossSum / examples;
    }

    /** The share of examples that were classified correctly; NaN without examples. */
    public double accuracy() {
        return (double) correct / examples;
    }
}
