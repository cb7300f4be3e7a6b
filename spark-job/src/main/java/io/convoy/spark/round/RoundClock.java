package io.convoy.spark.round;

import io.convoy.spark.round.EpochReport.Phases;
import io.convoy.trainer.averaging.ShardResult;
import java.util.List;

/** Times the phases of one epoch from outside. Starts when it is made. */
final class RoundClock {

    private final long start = System.nanoTime();
    private long averaged;
    private long sent;
    private long evaluated;

    void averaged() {
        averaged = System.nanoTime();
    }

    void sent() {
        sent = System.nanoTime();
    }

    void evaluated() {
        evaluated = System.nanoTime();
    }

    double seconds() {
        return seconds(evaluated - start);
    }

    /** Without the evaluation. */
    double trainingSeconds() {
        return seconds(sent - start);
    }

    /** @param slots how many tasks run at a time */
    Phases phases(List<ShardResult> results, int slots) {
        long[] computing =
                results.stream().mapToLong(ShardResult::nanoseconds).sorted().toArray();
        long slowest = computing[computing.length - 1];
        long total = 0;
        for (long nanoseconds : computing) {
            total += nanoseconds;
        }
        long computed = Math.max(slowest, total / Math.min(slots, computing.length));
        return new Phases(
                seconds(sent - averaged),
                seconds(slowest),
                seconds(computing[computing.length / 2]),
                seconds(Math.max(0, averaged - start - computed)),
                seconds(evaluated - sent));
    }

    private static double seconds(long nanoseconds) {
        return nanoseconds / 1e9;
    }
}
