package io.convoy.spark.round;

import io.convoy.spark.round.EpochReport.Phases;
import io.convoy.trainer.averaging.ShardResult;
import java.util.List;

/** Times the phases of one epoch from outside. Starts when it is made; each phase ends where the next one begins. */
final class EpochClock {

    private final int slots;
    private final long start = System.nanoTime();
    private long last = start;
    private long broadcast;
    private long slowest;
    private long median;
    private long collectAndAverage;
    private long evaluation;

    /** @param slots how many tasks run at a time */
    EpochClock(int slots) {
        this.slots = slots;
    }

    void averaged(List<ShardResult> results) {
        long[] computing =
                results.stream().mapToLong(ShardResult::nanoseconds).sorted().toArray();
        long longest = computing[computing.length - 1];
        long total = 0;
        for (long nanoseconds : computing) {
            total += nanoseconds;
        }
        long computed = Math.max(longest, total / Math.min(slots, computing.length));
        slowest += longest;
        median += computing[computing.length / 2];
        collectAndAverage += Math.max(0, lap() - computed);
    }

    void sent() {
        broadcast += lap();
    }

    void evaluated() {
        evaluation = lap();
    }

    double seconds() {
        return seconds(last - start);
    }

    /** Without the evaluation. */
    double trainingSeconds() {
        return seconds(last - start - evaluation);
    }

    Phases phases() {
        return new Phases(
                seconds(broadcast),
                seconds(slowest),
                seconds(median),
                seconds(collectAndAverage),
                seconds(evaluation),
                0);
    }

    private long lap() {
        long now = System.nanoTime();
        long lap = now - last;
        last = now;
        return lap;
    }

    private static double seconds(long nanoseconds) {
        return nanoseconds / 1e9;
    }
}
