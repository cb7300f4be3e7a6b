package io.convoy.trainer.averaging;

import java.util.Arrays;
import java.util.Optional;

/**
 * All that a run carries from one round to the next: with the data and the settings it decides every bit to come.
 *
 * @param epochs finished so far
 * @param weights averaged over the replicas
 * @param optimiserState with which every replica begins its next local step, as
 *     {@link io.convoy.trainer.optim.Sgd#initialState} lays it out; or one such state for each shard, one after the
 *     other, see {@link MomentumAveraging#KEEP}
 * @param outerState as {@link OuterOptimiser#initialState} lays it out
 * @param best the epoch that did best on images set aside; empty where nothing looks for it
 */
@SuppressWarnings("ArrayRecordComponent")
public record TrainingState(
        int epochs, float[] weights, float[] optimiserState, float[] outerState, Optional<BestEpoch> best) {

    public TrainingState {
        if (epochs < 0) {
            throw new IllegalArgumentException("expected epochs ≥ 0 but found " + epochs);
        }
    }

    public TrainingState(int epochs, float[] weights, float[] optimiserState, float[] outerState) {
        this(epochs, weights, optimiserState, outerState, Optional.empty());
    }

    public TrainingState withEpochs(int epochs) {
        return new TrainingState(epochs, weights, optimiserState, outerState, best);
    }

    public TrainingState withBest(BestEpoch best) {
        return new TrainingState(epochs, weights, optimiserState, outerState, Optional.of(best));
    }

    /** With which the replica of a shard begins its next local step. */
    public float[] optimiserStateOf(int shardId, int shards) {
        if (optimiserState.length < (long) weights.length * shards || shards == 1) {
            return optimiserState;
        }
        int length = optimiserState.length / shards;
        return Arrays.copyOfRange(optimiserState, shardId * length, (shardId + 1) * length);
    }

    /** The weights of the best epoch, or these where nothing looks for it. */
    public float[] modelWeights() {
        return best.map(BestEpoch::weights).orElse(weights);
    }
}
