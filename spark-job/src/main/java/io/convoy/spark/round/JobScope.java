package io.convoy.spark.round;

import io.convoy.spark.data.ShardedImages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.JobExecutionStatus;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * The stay of one run in a SparkContext that others use too. Its jobs have a group of their own; what it broadcasts and
 * caches is given back, and the caller's job group, description and call site are restored, however it ends. Where it
 * fails, its jobs are cancelled. It belongs to the thread that runs it.
 */
public final class JobScope {

    private static final List<String> PROPERTIES = List.of(
            "spark.jobGroup.id",
            "spark.job.description",
            "spark.job.interruptOnCancel",
            "callSite.short",
            "callSite.long");

    private static final long PATIENCE_NANOSECONDS = TimeUnit.SECONDS.toNanos(10);
    private static final long POLL_NANOSECONDS = TimeUnit.MILLISECONDS.toNanos(5);

    /** What is done in a scope. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {

        T in(JobScope scope) throws E;
    }

    private final JavaSparkContext spark;
    private final String group = "convoy-" + UUID.randomUUID();
    private final Map<String, @Nullable String> before = new LinkedHashMap<>();
    private final Set<Broadcast<?>> broadcasts = ConcurrentHashMap.newKeySet();
    private final List<ShardedImages> cached = new ArrayList<>();
    private final List<Thread> waiting = new ArrayList<>();

    private JobScope(JavaSparkContext spark) {
        this.spark = spark;
        PROPERTIES.forEach(key -> before.put(key, spark.getLocalProperty(key)));
        spark.setJobGroup(group, "convoy", false);
    }

    /** Does the work and leaves nothing of it behind. Throws what the work throws, also where that is not declared. */
    public static <T, E extends Exception> T run(JavaSparkContext spark, Work<T, E> work) throws E {
        var scope = new JobScope(spark);
        T result;
        try {
            result = work.in(scope);
        } catch (Throwable failure) {
            scope.abandon(failure);
            throw failure;
        }
        scope.leave(true);
        return result;
    }

    private void abandon(Throwable failure) {
        try {
            leave(false);
        } catch (RuntimeException alsoFailed) { // as where Spark is being stopped
            failure.addSuppressed(alsoFailed);
        }
    }

    public JavaSparkContext spark() {
        return spark;
    }

    /** @param images to be released at the end */
    public ShardedImages keep(ShardedImages images) {
        cached.add(images);
        return images;
    }

    /**
     * What Spark's pages call the jobs that begin from now on.
     *
     * @param callSite in place of the line of code, for which Spark would look through the stack for each job and RDD
     */
    void describe(String description, String callSite) {
        spark.sc().setJobDescription(description);
        spark.setCallSite(callSite);
        spark.setLocalProperty("callSite.long", callSite);
    }

    <T> Broadcast<T> broadcast(T value) {
        var sent = spark.broadcast(value);
        broadcasts.add(sent);
        return sent;
    }

    void destroy(Broadcast<?> sent) {
        broadcasts.remove(sent);
        sent.destroy();
    }

    /** Starts a thread that begins a job and waits for it, with this scope's group and description. */
    void start(Runnable job) {
        waiting.removeIf(thread -> !thread.isAlive());
        var thread = new Thread(job, "shard-job");
        thread.setDaemon(true);
        thread.start();
        waiting.add(thread);
    }

    /** Also on a thread that was interrupted, which it stays. */
    private void leave(boolean done) {
        boolean interrupted = Thread.interrupted();
        try {
            if (!spark.sc().isStopped()) {
                if (!done) {
                    spark.cancelJobGroup(group);
                }
                awaitThreads();
                if (!done) {
                    awaitTasks();
                }
                broadcasts.forEach(Broadcast::destroy);
                cached.forEach(ShardedImages::release);
            }
        } finally {
            before.forEach(spark::setLocalProperty);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void awaitThreads() {
        long end = System.nanoTime() + PATIENCE_NANOSECONDS;
        while (waiting.stream().anyMatch(Thread::isAlive) && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL_NANOSECONDS);
        }
    }

    /** A task that still ran could fetch a broadcast that is being destroyed. */
    private void awaitTasks() {
        long end = System.nanoTime() + PATIENCE_NANOSECONDS;
        while (isBusy() && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL_NANOSECONDS);
        }
    }

    private boolean isBusy() {
        var status = spark.statusTracker();
        return Arrays.stream(status.getJobIdsForGroup(group))
                .mapToObj(status::getJobInfo)
                .filter(Objects::nonNull)
                .anyMatch(job -> job.status() == JobExecutionStatus.RUNNING
                        || Arrays.stream(job.stageIds())
                                .mapToObj(status::getStageInfo)
                                .filter(Objects::nonNull)
                                .mapToInt(SparkStageInfo::numActiveTasks)
                                .anyMatch(active -> active > 0));
    }
}
