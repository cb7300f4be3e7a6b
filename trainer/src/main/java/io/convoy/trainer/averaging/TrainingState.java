package io.convoy.trainer.averaging;

import java.util.Arrays;
import java.util.Optional;

/**
 * All that a run carries from one round to the next: with the data and the settings it decides every bit to come.
 *
 * @param epochs finished so far
 * @param weights averaged over the replicas
 * @param optimiserState with which every replica begins its next local step, as
 *     {@link io.convoy.trainer.optim.Optimiser#initialState} lays it out; or one such state for each shard, one after
 *     the other, see {@link MomentumAveraging#KEEP}
 * @param outerState as {@link OuterOptimiser#initialState} lays it out
 * @param average of the weights over the rounds, see {@link ExponentialAverage}; empty where nobody wants it
 * @param best the epoch that did best on images set aside; empty where nothing looks for it
 */
@SuppressWarnings("ArrayRecordComponent")
public record TrainingState(
        int epochs,
        float[] weights,
        float[] optimiserState,
        float[] outerState,
        Optional<float[]> average,
        Optional<BestEpoch> best) {

    public TrainingState {
        if (epochs < 0) {
            throw new IllegalArgumentException("expected epochs ≥ 0 but found " + epochs);
        }
    }

    public TrainingState(int epochs, float[] weights, float[] optimiserState, float[] outerState) {
        this(epochs, weights, optimiserState, outerState, Optional.empty(), Optional.empty());
    }

    public TrainingState withEpochs(int epochs) {
        return new TrainingState(epochs, weights, optimiserState, outerState, average, best);
    }

    public TrainingState withAverage(float[] average) {
        return new TrainingState(epochs, weights, optimiserState, outerState, Optional.of(average), best);
    }

    /** With others in place of {@link #measuredWeights}. */
    public TrainingState withMeasuredWeights(float[] measured) {
        return average.isPresent()
                ? withAverage(measured)
                : new TrainingState(epochs, measured, optimiserState, outerState, average, best);
    }

    public TrainingState withBest(BestEpoch best) {
        return new TrainingState(epochs, weights, optimiserState, outerState, average, Optional.of(best));
    }

    /**
     * With which the replica of a shard begins its next local step.
     *
     * @param length of one replica's state
     */
    public float[] optimiserStateOf(int shardId, int length) {
        return optimiserState.length == length
                ? optimiserState
                : Arrays.copyOfRange(optimiserState, shardId * length, (shardId + 1) * length);
    }

    /** What an epoch is measured by: the average over the rounds where there is one, else the weights. */
    public float[] measuredWeights() {
        return average.orElse(weights);
    }

    /** Those of the best epoch where something looks for it, else those to measure by. */
    public float[] modelWeights() {
        return best.map(BestEpoch::weights).orElseGet(this::measuredWeights);
    }
}
