package io.convoy.spark.round;

import io.convoy.spark.round.EpochReport.Phases;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Times the phases of one epoch from outside. Starts when it is made; each phase ends where the next one begins. The
 * epoch before may still be measured and told of while the first round runs, see {@link Shares}.
 */
final class EpochClock {

    private static final Pattern LOCAL_CLUSTER = Pattern.compile("local-cluster\\[ *\\d+ *, *(\\d+) *,.*");

    private final int cores;
    private final long start = System.nanoTime();
    private long last = start;
    private RoundPhases round = RoundPhases.NONE;
    private RoundPhases rounds = RoundPhases.NONE;
    private RoundPhases worst = RoundPhases.NONE;
    private double evaluation;
    private double writing;
    private long scoring;
    private long telling;

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

    /** The scores of the epoch before are there. */
    void scored() {
        scoring = nanoseconds();
    }

    /** All is done for the epoch before. */
    void told() {
        telling = nanoseconds();
    }

    void collected(List<ShardOutcome> outcomes) {
        long[] computing = outcomes.stream()
                .mapToLong(outcome -> outcome.require().nanoseconds())
                .toArray();
        long waiting = nanoseconds();
        long done = outcomes.stream().mapToLong(ShardOutcome::doneAt).max().orElseThrow();
        long sinceDone = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() - done);
        var shares = Shares.of(scoring, telling, waiting, makespan(computing, cores), sinceDone);
        scoring = 0;
        telling = 0;
        evaluation += seconds(shares.evaluation);
        writing += seconds(shares.writing);
        long[] sorted = computing.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        round = new RoundPhases(
                0,
                seconds(shares.compute),
                seconds(sorted[sorted.length - 1]),
                seconds(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2),
                seconds(Arrays.stream(sorted).sum()),
                seconds(shares.scheduling),
                seconds(shares.collecting));
    }

    /**
     * What the time went for from when a round was begun until its results were there; in nanoseconds. The driver first
     * waits for the scores of the epoch before, whose tasks have the cores first, then tells its listener, then waits
     * for the round. What went on beside computing cost nothing.
     *
     * @param writing for which results waited, as the driver was still telling the listener
     * @param evaluation for which cores were not free, as far as can be told
     */
    record Shares(long compute, long collecting, long writing, long evaluation, long scheduling) {

        /**
         * The clocks of executors and driver may differ: that moves time between the shares other than computing.
         *
         * @param makespan of the shards' computing
         * @param sinceDone the time from the end of computing until now
         */
        static Shares of(long scoring, long telling, long waiting, long makespan, long sinceDone) {
            long took = scoring + telling + waiting;
            long compute = Math.min(took, makespan);
            long rest = took - compute;
            long writing = within(Math.min(telling, rest), sinceDone - waiting);
            rest -= writing;
            long collecting = within(rest, sinceDone - writing);
            rest -= collecting;
            long evaluation = Math.min(scoring, rest);
            return new Shares(compute, collecting, writing, evaluation, rest - evaluation);
        }

        private static long within(long most, long nanoseconds) {
            return Math.max(0, Math.min(most, nanoseconds));
        }
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

    /** The run waited for the scores of this epoch, or for the statistics to measure it by. */
    void evaluated() {
        evaluation += seconds(nanoseconds());
    }

    double seconds() {
        return seconds(last - start);
    }

    /** Without what evaluations and writing cost. */
    double trainingSeconds() {
        return seconds() - evaluation - writing;
    }

    Phases phases() {
        return new Phases(cores, rounds, worst, evaluation, writing, 0);
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
