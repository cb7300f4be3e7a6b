package io.convoy.trainer.averaging;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** The mean of a round's replicas, weighted by their examples. */
public final class Averaging {

    private Averaging() {}

    /**
     * The weighted mean of weights and optimiser states, summed in double in the order of the shard ids. Results may
     * come in any order, and one without examples changes nothing.
     *
     * <p>Replicas that agree in a value average to that value bit for bit: with k shards the double quotient is within
     * (k + 2)·2⁻⁵³ of it, relatively, which for fewer than 2²⁷ shards rounds to the float it came from.
     *
     * @param shards how many shards the run has; each id from 0 must occur once
     * @param examples how many examples the shards must have learned from together
     * @throws IllegalStateException if a result is missing, occurs twice or is not finite, if lengths differ, or if the
     *     examples do not add up
     */
    public static RoundResult mean(List<ShardResult> results, int shards, long examples) {
        var ordered = results.stream()
                .sorted(Comparator.comparingInt(ShardResult::shardId))
                .toList();
        requireEachShardOnce(ordered, shards);
        long found = 0;
        double lossSum = 0;
        long correct = 0;
        for (var result : ordered) {
            found += result.examples();
            lossSum += result.lossSum();
            correct += result.correct();
        }
        if (found != examples) {
            throw new IllegalStateException(
                    "expected " + examples + " examples from all shards together but found " + found);
        }
        if (!Double.isFinite(lossSum)) {
            throw new IllegalStateException("the loss of all shards together is " + lossSum);
        }
        return new RoundResult(
                mean(ordered, ShardResult::weights, "weight", examples),
                mean(ordered, ShardResult::optimiserState, "optimiser state", examples),
                examples,
                lossSum,
                correct);
    }

    private static void requireEachShardOnce(List<ShardResult> ordered, int shards) {
        for (int i = 0; i < Math.min(shards, ordered.size()); i++) {
            int id = ordered.get(i).shardId();
            if (id != i) {
                throw new IllegalStateException(
                        id < i ? "shard " + id + " was returned twice" : "no result from shard " + i + " of " + shards);
            }
        }
        if (ordered.size() != shards) {
            throw new IllegalStateException("expected results from " + shards + " shards but found " + ordered.size());
        }
    }

    private static float[] mean(
            List<ShardResult> ordered, Function<ShardResult, float[]> part, String name, long examples) {
        var first = part.apply(ordered.get(0));
        var sum = new double[first.length];
        boolean empty = true;
        for (var result : ordered) {
            var values = part.apply(result);
            if (values.length != sum.length) {
                throw new IllegalStateException("expected " + sum.length + " values of " + name + " from shard "
                        + result.shardId() + " but found " + values.length);
            }
            if (result.examples() > 0) {
                add(sum, values, result.examples(), empty);
                empty = false;
            }
        }
        if (empty) {
            return first.clone();
        }
        var mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / examples);
            if (!Float.isFinite(mean[i])) {
                throw notFinite(ordered, part, name, i);
            }
        }
        return mean;
    }

    /** Sets the sum at first, as adding to 0 would turn −0 into 0. */
    private static void add(double[] sum, float[] values, long examples, boolean first) {
        double weight = examples;
        for (int i = 0; i < sum.length; i++) {
            sum[i] = first ? weight * values[i] : sum[i] + weight * values[i];
        }
    }

    private static IllegalStateException notFinite(
            List<ShardResult> ordered, Function<ShardResult, float[]> part, String name, int i) {
        for (var result : ordered) {
            float value = part.apply(result)[i];
            if (result.examples() > 0 && !Float.isFinite(value)) {
                return new IllegalStateException(name + " " + i + " of shard " + result.shardId() + " is " + value);
            }
        }
        return new IllegalStateException("the mean of " + name + " " + i + " is not finite");
    }
}
