package io.convoy.trainer.averaging;

import java.io.Serializable;

/** The mean of a round's replicas, and its loss and hits summed over all shards, see {@link ShardResult}. */
@SuppressWarnings("ArrayRecordComponent")
public record RoundResult(float[] weights, float[] optimiserState, long examples, double lossSum, long correct)
        implements Serializable {

    /** The mean loss of an example; NaN without examples. */
    public double meanLoss() {
        return lossSum / examples;
    }

    /** The share of examples that were classified correctly; NaN without examples. */
    public double accuracy() {
        return (double) correct / examples;
    }
}
