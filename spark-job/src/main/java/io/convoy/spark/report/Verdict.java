package io.convoy.spark.report;

import java.util.List;

/**
 * What the measured times say about a run's shards and averaging period. Nothing is suggested that would not be faster,
 * or as fast with fewer shards, even if the costs that were not measured turn out badly: what a round costs besides
 * computing is taken not to fall with fewer shards, and to grow in proportion with more.
 *
 * @param findings sentences, the weightiest first; at least one
 * @param shards the suggested number, or that of the run
 * @param averageEvery the suggested number of batches between two averages, or that of the run; {@link #EPOCH} for once
 *     an epoch
 * @param changed whether this is not how the run was
 */
public record Verdict(List<String> findings, int shards, int averageEvery, boolean changed) {

    /** Once an epoch. */
    public static final int EPOCH = Integer.MAX_VALUE;

    /**
     * @param steps of the longest shard in an epoch, in batches
     * @param averageEvery how many of them lie between two averages, on the mean; as many or more mean once an epoch
     */
    public static Verdict of(Timesheet time, int steps, int averageEvery) {
        int period = averageEvery < steps ? averageEvery : EPOCH;
        if (!time.warm()) {
            return new Verdict(
                    List.of("Too short to judge: the JVMs were still warming up."), time.shards(), period, false);
        }
        return new Judgement(time, steps, period).verdict();
    }
}
