package io.convoy.spark.round;

import io.convoy.spark.round.EpochReport.Phases;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Times the phases of one epoch from outside. Starts when it is made; each phase ends where the next one begins. */
final class EpochClock {

    private final int slots;
    private final long start = System.nanoTime();
    private long last = start;
    private long broadcast;
    private long slowest;
    private long median;
    private long scheduling;
    private long collectAndAverage;
    private long evaluation;

    /** @param slots how many tasks run at a time */
    EpochClock(int slots) {
        this.slots = slots;
    }

    /** The clocks of executors and driver may differ: that moves time between scheduling and collecting. */
    void collected(List<ShardOutcome> outcomes) {
        long[] computing = outcomes.stream()
                .mapToLong(outcome -> outcome.require().nanoseconds())
                .sorted()
                .toArray();
        long longest = computing[computing.length - 1];
        long total = 0;
        for (long nanoseconds : computing) {
            total += nanoseconds;
        }
        long computed = Math.max(longest, total / Math.min(slots, computing.length));
        slowest += longest;
        median += computing[computing.length / 2];
        long beyond = Math.max(0, lap() - computed);
        long done = outcomes.stream().mapToLong(ShardOutcome::doneAt).max().orElseThrow();
        long sinceDone = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() - done);
        long collecting = Math.max(0, Math.min(beyond, sinceDone));
        scheduling += beyond - collecting;
        collectAndAverage += collecting;
    }

    void averaged() {
        collectAndAverage += lap();
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
                seconds(scheduling),
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
