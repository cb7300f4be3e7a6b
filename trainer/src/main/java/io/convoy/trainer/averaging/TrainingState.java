package io.convoy.trainer.averaging;

/**
 * All that a run carries from one round to the next: with the data and the settings it decides every bit to come.
 *
 * @param epochs finished so far
 * @param weights averaged over the replicas
 * @param optimiserState with which every replica begins its next local step, as
 *     {@link io.convoy.trainer.optim.Sgd#initialState} lays it out
 * @param outerState as {@link OuterOptimiser#initialState} lays it out
 */
@SuppressWarnings("ArrayRecordComponent")
public record TrainingState(int epochs, float[] weights, float[] optimiserState, float[] outerState) {

    public TrainingState {
        if (epochs < 0) {
            throw new IllegalArgumentException("expected epochs ≥ 0 but found " + epochs);
        }
    }

    public TrainingState withEpochs(int epochs) {
        return new TrainingState(epochs, weights, optimiserState, outerState);
    }
}
