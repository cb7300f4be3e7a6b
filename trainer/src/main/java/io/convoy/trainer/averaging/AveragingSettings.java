package io.convoy.trainer.averaging;

import io.convoy.trainer.optim.ParameterRange;
import java.io.Serializable;
import java.util.List;

/**
 * When the replicas are averaged and what becomes of their mean.
 *
 * @param period how many local steps lie between two means
 */
public record AveragingSettings(Period period, MomentumAveraging momentum, OuterOptimiser outer)
        implements Serializable {

    /** Iterative parameter mixing: one plain mean an epoch, of weights and momentum alike. */
    public static final AveragingSettings EVERY_EPOCH =
            new AveragingSettings(Period.EVERY_EPOCH, MomentumAveraging.AVERAGE, new OuterOptimiser.Mean(1));

    /**
     * The state after a round.
     *
     * @param before the round; not changed
     * @param results of the round, one of each shard in any order
     * @param mean of these results
     * @param learned what learns by gradients, and so has an outer optimiser
     * @throws IllegalStateException if a value would not be finite
     */
    public TrainingState advance(
            TrainingState before, List<ShardResult> results, RoundResult mean, List<ParameterRange> learned) {
        var outerState = before.outerState().clone();
        var weights = outer.step(learned, before.weights(), mean.weights(), outerState);
        requireFinite("weight", weights);
        requireFinite("outer state", outerState);
        var optimiserState = switch (momentum) {
            case AVERAGE -> mean.optimiserState();
            case RESET -> new float[mean.optimiserState().length];
            case KEEP -> inShardOrder(results, mean.optimiserState().length);
        };
        return new TrainingState(before.epochs(), weights, optimiserState, outerState, before.average(), before.best());
    }

    private static float[] inShardOrder(List<ShardResult> results, int length) {
        var states = new float[Math.multiplyExact(results.size(), length)];
        for (var result : results) {
            System.arraycopy(result.optimiserState(), 0, states, result.shardId() * length, length);
        }
        return states;
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
