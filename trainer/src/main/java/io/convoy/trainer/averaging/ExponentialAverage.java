package io.convoy.trainer.averaging;

/**
 * The average of the weights over a run, in which each local step counts {@code decay} times as much as the next one:
 * Polyak and Juditsky (1992) in the exponential form. It is taken once a round, over the mean of the replicas, as if
 * every step of the round had led there; training goes on with the weights themselves.
 */
public final class ExponentialAverage {

    private ExponentialAverage() {}

    /** {@code average ← weights + decayⁿ · (average − weights)}, n steps a round; the first round's mean begins it. */
    public static TrainingState after(TrainingState state, double decay, int steps) {
        var weights = state.weights();
        if (state.average().isEmpty()) {
            return state.withAverage(weights);
        }
        var before = state.average().get();
        double kept = StrictMath.pow(decay, steps);
        var after = new float[weights.length];
        for (int i = 0; i < after.length; i++) {
            after[i] = (float) (weights[i] + kept * ((double) before[i] - weights[i]));
        }
        return state.withAverage(after);
    }
}
