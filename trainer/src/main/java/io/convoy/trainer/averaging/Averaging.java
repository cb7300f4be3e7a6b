package io.convoy.trainer.averaging;

import java.util.List;

/** The mean of a round's replicas, weighted by their examples. */
public final class Averaging {

    private Averaging() {}

    /**
     * The weighted mean of weights and optimiser states, summed in double in the order of the shard ids. Results may
     * come in any order. Replicas that agree in a value average to that value bit for bit.
     *
     * @param shards how many shards the run has; each id from 0 must occur once
     * @param examples how many examples the shards must have learned from together
     * @throws IllegalStateException if a result is missing, occurs twice, or the examples do not add up
     * @throws IllegalArgumentException if a result is not finite or of another length
     */
    public static RoundResult mean(List<ShardResult> results, int shards, long examples) {
        throw new UnsupportedOperationException();
    }
}
