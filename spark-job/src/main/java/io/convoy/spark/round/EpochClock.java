package io.convoy.spark.round;

import io.convoy.spark.round.EpochReport.Phases;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.spark.api.java.JavaSparkContext;

/** Times the phases of one epoch from outside. Starts when it is made; each phase ends where the next one begins. */
final class EpochClock {

    private static final Pattern LOCAL_CLUSTER = Pattern.compile("local-cluster\\[ *\\d+ *, *(\\d+) *,.*");

    private final int cores;
    private final long start = System.nanoTime();
    private long last = start;
    private RoundPhases round = RoundPhases.NONE;
    private RoundPhases rounds = RoundPhases.NONE;
    private RoundPhases worst = RoundPhases.NONE;
    private double evaluation;

    /** @param cores how many tasks run at a time */
    EpochClock(int cores) {
        this.cores = cores;
    }

    /** For tasks of {@code spark}, on the executors that it has now. */
    static EpochClock start(JavaSparkContext spark) {
        return new EpochClock(Math.max(1, cores(spark) / spark.getConf().getInt("spark.task.cpus", 1)));
    }

    /** Spark itself says 2 of a cluster that has one core. */
    private static int cores(JavaSparkContext spark) {
        int cores = spark.defaultParallelism();
        if (cores != 2 || spark.isLocal()) {
            return cores;
        }
        int executors = spark.sc().statusTracker().getExecutorInfos().length - 1; // without the driver
        return executors == 1 && coresOfExecutor(spark) == 1 ? 1 : cores;
    }

    /** What is known of it; 2 where an executor takes all that its machine has. */
    private static int coresOfExecutor(JavaSparkContext spark) {
        var simulated = LOCAL_CLUSTER.matcher(spark.master());
        if (simulated.matches()) {
            return Integer.parseInt(simulated.group(1));
        }
        boolean standalone = spark.master().startsWith("spark:");
        return spark.getConf().getInt("spark.executor.cores", standalone ? 2 : 1);
    }

    /** The clocks of executors and driver may differ: that moves time between scheduling and collecting. */
    void collected(List<ShardOutcome> outcomes) {
        long[] computing = outcomes.stream()
                .mapToLong(outcome -> outcome.require().nanoseconds())
                .toArray();
        long took = nanoseconds();
        long compute = Math.min(took, makespan(computing, cores));
        long done = outcomes.stream().mapToLong(ShardOutcome::doneAt).max().orElseThrow();
        long sinceDone = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() - done);
        long collecting = Math.max(0, Math.min(took - compute, sinceDone));
        long[] sorted = computing.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        round = new RoundPhases(
                0,
                seconds(compute),
                seconds(sorted[sorted.length - 1]),
                seconds(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2),
                seconds(Arrays.stream(sorted).sum()),
                seconds(took - compute - collecting),
                seconds(collecting));
    }

    /** How long so many cores need for tasks that begin in this order, each on the core that is free first. */
    static long makespan(long[] tasks, int cores) {
        var freeAt = new PriorityQueue<Long>();
        long end = 0;
        for (long task : tasks) {
            long begin = freeAt.size() < cores ? 0 : freeAt.remove();
            freeAt.add(begin + task);
            end = Math.max(end, begin + task);
        }
        return end;
    }

    void averaged() {
        round = round.plus(new RoundPhases(0, 0, 0, 0, 0, 0, seconds(nanoseconds())));
    }

    /** Ends the round. */
    void sent() {
        round = round.plus(new RoundPhases(seconds(nanoseconds()), 0, 0, 0, 0, 0, 0));
        rounds = rounds.plus(round);
        worst = worst.worse(round);
    }

    void evaluated() {
        evaluation = seconds(nanoseconds());
    }

    double seconds() {
        return seconds(last - start);
    }

    /** Without the evaluation. */
    double trainingSeconds() {
        return seconds() - evaluation;
    }

    Phases phases() {
        return new Phases(cores, rounds, worst, evaluation, 0);
    }

    /** Since the last phase ended. */
    private long nanoseconds() {
        long now = System.nanoTime();
        long nanoseconds = now - last;
        last = now;
        return nanoseconds;
    }

    private static double seconds(long nanoseconds) {
        return nanoseconds / 1e9;
    }
}
