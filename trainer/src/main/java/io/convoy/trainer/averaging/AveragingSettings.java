package io.convoy.trainer.averaging;

import java.io.Serializable;

/**
 * When the replicas are averaged and what becomes of their mean.
 *
 * @param localSteps of each replica between two means; {@link #WHOLE_EPOCH} for one mean an epoch
 */
public record AveragingSettings(int localSteps, MomentumAveraging momentum, OuterOptimiser outer)
        implements Serializable {

    public static final int WHOLE_EPOCH = Integer.MAX_VALUE;

    /** Iterative parameter mixing: one plain mean an epoch, of weights and momentum alike. */
    public static final AveragingSettings EVERY_EPOCH =
            new AveragingSettings(WHOLE_EPOCH, MomentumAveraging.AVERAGE, new OuterOptimiser.Mean(1));

    public AveragingSettings {
        if (localSteps < 1) {
            throw new IllegalArgumentException("expected localSteps ≥ 1 but found " + localSteps);
        }
    }

    /**
     * The state after a round.
     *
     * @param before the round; not changed
     * @throws IllegalStateException if a value would not be finite
     */
    public TrainingState advance(TrainingState before, RoundResult mean) {
        var outerState = before.outerState().clone();
        var weights = outer.step(before.weights(), mean.weights(), outerState);
        requireFinite("weight", weights);
        requireFinite("outer state", outerState);
        var optimiserState =
                momentum == MomentumAveraging.RESET ? new float[mean.optimiserState().length] : mean.optimiserState();
        return new TrainingState(before.epochs(), weights, optimiserState, outerState);
    }

    private static void requireFinite(String name, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalStateException("the outer optimiser makes " + name + " " + i + " " + values[i]
                        + "; choose a lower outer learning rate or momentum");
            }
        }
    }
}
