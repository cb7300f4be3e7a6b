package io.convoy.trainer.averaging;

import java.io.Serializable;

/**
 * What a shard's replica returns after its local steps.
 *
 * @param weights after the last step; those of the round's beginning if there was none
 * @param optimiserState as {@link io.convoy.trainer.optim.Optimiser#initialState} lays it out
 * @param examples that were learned from, each counted once
 * @param recordChecksum of the records of those examples, in any order, as {@code training.Ledger} adds them up
 * @param lossSum over those examples, each loss taken before the step it caused
 * @param correct how many of them were classified correctly, likewise
 * @param nanoseconds of computing; the one component that differs from run to run
 */
@SuppressWarnings("ArrayRecordComponent")
public record ShardResult(
        int shardId,
        float[] weights,
        float[] optimiserState,
        long examples,
        long recordChecksum,
        double lossSum,
        long correct,
        long nanoseconds)
        implements Serializable {

    public ShardResult {
        if (shardId < 0 || examples < 0) {
            throw new IllegalArgumentException(
                    "expected shardId ≥ 0 and examples ≥ 0 but found " + shardId + " and " + examples);
        }
    }
}
