package io.convoy.spark.round;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.Chaos;
import io.convoy.spark.Signal;
import io.convoy.spark.data.LocalSpark;
import io.convoy.trainer.averaging.AveragingSettings;
import io.convoy.trainer.averaging.MomentumAveraging;
import io.convoy.trainer.averaging.OuterOptimiser;
import io.convoy.trainer.averaging.Period;
import io.convoy.trainer.data.Shard;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to tasks and executors, every epoch learns from every image once and its weights have the same bits.
 * The executors are processes on two hosts.
 */
class FailureTest {

    private static final int SHARDS = 4;
    private static final int ROUNDS = 3;

    @TempDir
    private static Path folder;

    private static TrainingFixture fixture;
    private static StandaloneCluster cluster;
    private static List<EpochReport> undisturbed;

    @BeforeAll
    static void trainUndisturbed() throws IOException {
        fixture = TrainingFixture.in(folder);
        cluster = StandaloneCluster.start(folder);
        undisturbed = train(LocalSpark.conf("local[2]"), new Events(), shard -> shard, report -> {});
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.convoy.spark.Chaos#seeds")
    void shouldGiveTheSameBitsWhenTasksFailAtAnyStep(long seed) {
        var events = new Events();

        assertUndisturbed(train(cluster.conf(), events, new FailsAtSomeStep(seed), report -> {}));

        assertTrue(events.failed.get() > 0, "no task failed");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.convoy.spark.Chaos#seeds")
    void shouldGiveTheSameBitsWhenAnExecutorIsKilled(long seed) {
        var events = new Events();
        var armed = folder.resolve("armed-" + seed).toFile();
        int epoch = Chaos.random(seed).nextInt(TrainingFixture.EPOCHS);
        assertTrue(epoch > 0 || armed.mkdir());

        var reports = train(
                cluster.conf(),
                events,
                new KillsItsExecutorOnce(seed, armed.getPath()),
                report -> assertTrue(report.epoch() != epoch || armed.mkdir()));

        assertUndisturbed(reports);
        assertTrue(events.removed.get() > 0, "no executor was lost");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.convoy.spark.Chaos#seeds")
    void shouldGiveTheSameBitsWhoeverWinsWhenStragglersAreSpeculated(long seed) {
        var events = new Events();
        var conf = cluster.conf()
                .set("spark.speculation", "true")
                .set("spark.speculation.interval", "20ms")
                .set("spark.speculation.multiplier", "1")
                .set("spark.speculation.quantile", "0.25")
                .set("spark.speculation.minTaskRuntime", "20ms");

        assertUndisturbed(train(conf, events, new Straggles(seed), report -> {}));

        assertTrue(events.copiesWon.get() > 0, "no speculative copy won: " + events);
        assertTrue(events.copiesLost.get() > 0, "no speculative copy lost: " + events);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("io.convoy.spark.Chaos#seeds")
    void shouldGiveTheSameBitsWhenExecutorsComeAndGo(long seed) {
        var events = new Events();
        var conf = cluster.conf()
                .set("spark.executor.cores", "1")
                .set("spark.scheduler.minRegisteredResourcesRatio", "0")
                .set("spark.dynamicAllocation.enabled", "true")
                .set("spark.dynamicAllocation.initialExecutors", "2")
                .set("spark.dynamicAllocation.executorIdleTimeout", "1s")
                .set("spark.dynamicAllocation.cachedExecutorIdleTimeout", "1s")
                .set("spark.dynamicAllocation.shuffleTracking.enabled", "true")
                .set("spark.dynamicAllocation.shuffleTracking.timeout", "1s");
        int idleAfter = 1 + Chaos.random(seed).nextInt(TrainingFixture.EPOCHS - 1);

        var reports = train(conf, events, shard -> shard, report -> {
            if (report.epoch() == idleAfter) {
                events.awaitRemovalOfAll();
            }
        });

        assertUndisturbed(reports);
        assertTrue(events.added.get() > events.addedBeforeRemoval.get(), "no executor came back: " + events);
    }

    private static void assertUndisturbed(List<EpochReport> reports) {
        assertEquals(TrainingFixture.EPOCHS, reports.size());
        for (int i = 0; i < reports.size(); i++) {
            var expected = undisturbed.get(i);
            var actual = reports.get(i);
            assertEquals(expected.weightsDigest(), actual.weightsDigest());
            assertEquals(new EpochReport.Ledger(ROUNDS, SHARDS, 600), actual.ledger());
            assertEquals(expected.trainLoss(), actual.trainLoss());
            assertEquals(expected.trainAccuracy(), actual.trainAccuracy());
            assertEquals(expected.testLoss(), actual.testLoss());
            assertEquals(expected.testAccuracy(), actual.testAccuracy());
        }
    }

    /** Three rounds an epoch, with all the state that a run can carry. */
    private static List<EpochReport> train(
            SparkConf conf, Events events, Function<Shard, Shard> disturbance, Consumer<EpochReport> pause) {
        var slow = new OuterOptimiser.SlowMomentum(1, 0.3);
        var averaging = new AveragingSettings(new Period.Constant(7), MomentumAveraging.KEEP, slow);
        var reports = new ArrayList<EpochReport>();
        // Without C2, which vector kernels need, executors start in a fraction of the time.
        var kernels = conf.get("spark.master").startsWith("local") ? KernelChoice.AUTO : KernelChoice.SCALAR;
        try (var spark = new JavaSparkContext(conf)) {
            spark.sc().addSparkListener(events);
            var images = fixture.training(spark, SHARDS);
            var disturbed = TrainingFixture.disturbed(images, disturbance);
            var plan = TrainingFixture.normalised(images.pixelSums(), averaging, kernels);
            var assessment = Assessment.on(fixture.test(spark));
            DistributedTraining.train(spark, plan, plan.start(), disturbed, assessment, (report, state) -> {
                reports.add(report);
                pause.accept(report);
            });
        }
        return reports;
    }

    /** What really happened, as Spark saw it. */
    private static final class Events extends SparkListener {

        private final AtomicInteger failed = new AtomicInteger();
        private final AtomicInteger copiesWon = new AtomicInteger();
        private final AtomicInteger copiesLost = new AtomicInteger();
        private final AtomicInteger added = new AtomicInteger();
        private final AtomicInteger addedBeforeRemoval = new AtomicInteger();
        private final AtomicInteger removed = new AtomicInteger();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            var task = end.taskInfo();
            if (task.failed()) {
                failed.incrementAndGet();
            } else if (task.speculative()) {
                (task.successful() ? copiesWon : copiesLost).incrementAndGet();
            }
        }

        @Override
        public void onExecutorAdded(SparkListenerExecutorAdded executor) {
            added.incrementAndGet();
        }

        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
            removed.incrementAndGet();
        }

        private void awaitRemovalOfAll() {
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (removed.get() < added.get() && System.nanoTime() < deadline) {
                pause(50);
            }
            assertEquals(added.get(), removed.get(), "idle executors stayed");
            addedBeforeRemoval.set(added.get());
        }

        @Override
        public String toString() {
            return "%s failed, %s copies won, %s lost; %s executors added, %s removed"
                    .formatted(failed, copiesWon, copiesLost, added, removed);
        }
    }

    private static void pause(int milliseconds) {
        try {
            MILLISECONDS.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long round() {
        return TaskContext.get().stageId();
    }

    /** Up to two attempts of a task find a label that no class has, and fail at the step that comes upon it. */
    private record FailsAtSomeStep(long seed) implements Function<Shard, Shard> {

        @Override
        public Shard call(Shard shard) {
            var random = Chaos.random(seed, round(), shard.id());
            if (TaskContext.get().attemptNumber() >= random.nextInt(3)) {
                return shard;
            }
            byte[] labels = shard.labels().clone();
            for (int i = 0; i < 10; i++) {
                labels[random.nextInt(labels.length)] = (byte) 255;
            }
            return new Shard(shard.id(), shard.image(), shard.pixels(), labels, shard.records());
        }
    }

    /** In mid-epoch, as the operating system does when memory runs out. */
    private record KillsItsExecutorOnce(long seed, String armed) implements Function<Shard, Shard> {

        @Override
        public Shard call(Shard shard) throws IOException {
            var random = Chaos.random(seed, 1);
            if (shard.id() == random.nextInt(SHARDS) && new File(armed).delete()) {
                Signal.sendAfter(
                        random.nextInt(100), "KILL", ProcessHandle.current().pid());
            }
            return shard;
        }
    }

    /** In each round some shard takes long: by turns longer than its copy on the other host, or not as long as that. */
    private record Straggles(long seed) implements Function<Shard, Shard> {

        @Override
        public Shard call(Shard shard) {
            var random = Chaos.random(seed, round());
            boolean original = TaskContext.get().attemptNumber() == 0;
            boolean copyIsToWin = (seed + round()) % 2 == 0;
            if (shard.id() == random.nextInt(SHARDS)) {
                pause(copyIsToWin == original ? 5000 : 500 + random.nextInt(500));
            }
            return shard;
        }
    }
}
