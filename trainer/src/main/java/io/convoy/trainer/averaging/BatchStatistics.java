package io.convoy.trainer.averaging;

import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.Network;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * The statistics of batch normalisations, from sums that shards return as
 * {@link io.convoy.trainer.program.TrainingProgram#statistics} lays them out: never an average of variances, which
 * would leave out how far the shards' means lie apart.
 */
public final class BatchStatistics {

    /** What a shard has met; empty for a network without batch normalisation. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Sums(int shardId, double[] values) implements Serializable {}

    private BatchStatistics() {}

    public static boolean areIn(Network network) {
        return network.steps().stream().anyMatch(step -> step.layer() instanceof Layer.BatchNormalisation);
    }

    /** Added in the order of the shards' ids, so that the order of arrival does not matter. */
    public static double[] add(List<Sums> ofShards) {
        var ordered =
                ofShards.stream().sorted(Comparator.comparingInt(Sums::shardId)).toList();
        var sum = new double[ordered.get(0).values().length];
        for (var shard : ordered) {
            if (shard.values().length != sum.length) {
                throw new IllegalStateException("expected " + sum.length + " sums of statistics from shard "
                        + shard.shardId() + " but found " + shard.values().length);
            }
            for (int i = 0; i < sum.length; i++) {
                sum[i] += shard.values()[i];
            }
        }
        return sum;
    }

    /**
     * The weights with mean and variance, divided by the count, of all that was met. A normalisation that has met
     * nothing keeps its own.
     */
    public static float[] into(Network network, float[] weights, double[] sums) {
        var result = weights.clone();
        int at = 0;
        for (var step : network.steps()) {
            if (step.layer() instanceof Layer.BatchNormalisation) {
                int channels = step.input().channels();
                double count = sums[at];
                for (int c = 0; count > 0 && c < channels; c++) {
                    double mean = sums[at + 1 + c] / count;
                    double square = sums[at + 1 + channels + c] / count;
                    result[step.offsets().get(2) + c] = (float) mean;
                    result[step.offsets().get(3) + c] = (float) Math.max(0, square - mean * mean);
                }
                at += 1 + 2 * channels;
            }
        }
        return result;
    }
}
