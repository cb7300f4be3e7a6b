package io.convoy.spark.round;

import static io.convoy.spark.data.LabelledFiles.Part.TEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.ShardedImages;
import io.convoy.spark.data.SyntheticImages;
import io.convoy.trainer.training.EarlyStopping;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.JobSucceeded$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An epoch is measured and told of while the next one is being learned. */
@Timeout(60) // a result that never comes would be waited for
class OverlapTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static TrainingFixture fixture;

    @BeforeAll
    static void writeData() {
        fixture = TrainingFixture.in(folder);
    }

    @Test
    void shouldGiveTheCoresToTheEvaluationFirst() {
        var events = new Events();
        try (var spark = LocalSpark.start("local[1]")) {
            spark.sc().addSparkListener(events);
            fixture.train(spark, TrainingFixture.LEARNING_RATE, (report, state) -> {});
        }

        assertEquals(
                "[1: train #0, 1: train #1, 2: train #0, 2: train #1, 2: train #2, 3: train #0, 3: train #1, 3: train #2,"
                        + " 3: evaluate #0]",
                events.tasks.toString());
    }

    /** Three blocks on two cores: as Spark prefers tasks whose images are near, all must be equally near. */
    @Test
    void shouldGiveTheCoresToTheEvaluationFirstWhereATaskHasSeveralBlocks(@TempDir Path manyImages) {
        SyntheticImages.of(6000, TrainingFixture.IMAGE.height(), 2).write(manyImages, TEST);
        var events = new Events();
        try (var spark = LocalSpark.start("local[2]")) {
            var images = fixture.training(spark, 2);
            var test = new TrainingFixture(manyImages).test(spark);
            assertEquals(2, test.rdd().getNumPartitions());
            spark.sc().addSparkListener(events);
            train(spark, images, Assessment.on(test), report -> {});
        }

        var ofEpoch2 =
                events.tasks.stream().filter(task -> task.startsWith("2")).toList();
        assertEquals(
                List.of("2: train #0", "2: train #1"),
                ofEpoch2.subList(0, 2).stream().sorted().toList());
    }

    @Test
    void shouldTellOfAnEpochWhileTheNextOneIsLearned() {
        var events = new Events();
        var told = new ArrayList<Integer>();
        try (var spark = LocalSpark.start("local[2]")) {
            spark.sc().addSparkListener(events);
            var images = slow(fixture.training(spark, 2));
            train(spark, images, Assessment.on(fixture.test(spark)), report -> {
                told.add(report.epoch());
                boolean last = report.epoch() == TrainingFixture.EPOCHS;
                var next = report.epoch() + 1 + ": train #"; // its first task evaluated the epoch
                assertTrue(last || events.await(next + 1, events.tasks), events.toString());
                assertFalse(events.ended.contains(next + 1), events.toString());
                assertFalse(events.ended.contains(next + 2), events.toString());
            });
        }

        assertEquals(List.of(1, 2, 3), told);
    }

    @Test
    void shouldStopTheNextRoundWhenTheListenerFails() {
        var events = new Events();
        try (var spark = LocalSpark.start("local[2]")) {
            spark.sc().addSparkListener(events);
            var images = slow(fixture.training(spark, 2));
            var assessment = Assessment.on(fixture.test(spark));
            var failure = new IllegalStateException("the disk is full");

            var e = assertThrows(
                    IllegalStateException.class,
                    () -> train(spark, images, assessment, report -> {
                        throw failure;
                    }));

            assertSame(failure, e);
            assertTrue(events.await("2: train", events.failed), events.toString());
        }
    }

    @Test
    void shouldBeginNoRoundAfterTheEpochThatEarlyStoppingEndsWith() {
        var events = new Events();
        var told = new ArrayList<Integer>();
        try (var spark = LocalSpark.start("local[2]")) {
            spark.sc().addSparkListener(events);
            var images = fixture.training(spark, 2);
            var plan = TrainingFixture.plan(images.pixelSums(), 1e-30, KernelChoice.AUTO);
            var validation = Optional.of(fixture.test(spark));
            var stopping = Optional.of(new EarlyStopping(1));
            var assessment = new Assessment(Optional.of(fixture.test(spark)), validation, 1, stopping);
            DistributedTraining.train(
                    spark, plan, plan.start(), images, assessment, (report, state) -> told.add(report.epoch()));
        }

        assertEquals(List.of(1, 2), told);
        assertTrue(events.started.contains("2: train"), events.toString());
        assertFalse(events.started.contains("3: train"), events.toString());
    }

    @Test
    void shouldEvaluateAloneWhereSparkComparesTheTasksOfAJob() {
        var events = new Events();
        try (var spark = new JavaSparkContext(LocalSpark.conf("local[2]").set("spark.speculation", "true"))) {
            spark.sc().addSparkListener(events);
            train(spark, fixture.training(spark, 2), Assessment.on(fixture.test(spark)), report -> {});
        }

        assertEquals(
                List.of("1: train", "1: evaluate", "2: train", "2: evaluate", "3: train", "3: evaluate"),
                events.started);
    }

    @Test
    void shouldEndWithTheCauseWhenARoundsTaskFailsForGood() {
        try (var spark = LocalSpark.start("local[2]")) {
            var images = broken(fixture.training(spark, 2));
            assertTrainingEndsWith("a broken disk", spark, images, fixture.test(spark));
        }
    }

    @Test
    void shouldEndWithTheCauseWhenAnEvaluationsTaskFailsForGood() {
        try (var spark = LocalSpark.start("local[2]")) {
            assertTrainingEndsWith("a broken disk", spark, fixture.training(spark, 2), broken(fixture.test(spark)));
        }
    }

    private static void assertTrainingEndsWith(
            String cause, JavaSparkContext spark, ShardedImages images, ShardedImages test) {
        var e = assertThrows(SparkException.class, () -> train(spark, images, Assessment.on(test), report -> {}));

        assertTrue(e.getMessage().contains(cause), e.getMessage());
    }

    private static void train(
            JavaSparkContext spark, ShardedImages images, Assessment assessment, Consumer<EpochReport> listener) {
        var plan = TrainingFixture.plan(images.pixelSums(), TrainingFixture.LEARNING_RATE, KernelChoice.AUTO);
        DistributedTraining.train(
                spark, plan, plan.start(), images, assessment, (report, state) -> listener.accept(report));
    }

    private static ShardedImages broken(ShardedImages images) {
        return TrainingFixture.disturbed(images, shard -> {
            throw new IllegalStateException("a broken disk");
        });
    }

    /** Long enough that a round is still under way when the listener hears of the epoch before. */
    private static ShardedImages slow(ShardedImages images) {
        return TrainingFixture.disturbed(images, shard -> {
            Thread.sleep(1000);
            return shard;
        });
    }

    /**
     * The training's jobs as Spark tells of them, such as "2: train" in epoch 2, which may begin with the evaluation of
     * epoch 1, and their tasks, such as "2: train #0".
     */
    private static final class Events extends SparkListener {

        private static final Pattern DESCRIPTION = Pattern.compile("epoch (\\d+) of \\d+(: \\w+).*");

        private final List<String> started = new CopyOnWriteArrayList<>();
        private final List<String> failed = new CopyOnWriteArrayList<>();
        private final List<String> tasks = new CopyOnWriteArrayList<>();
        private final List<String> ended = new CopyOnWriteArrayList<>();
        private final Map<Integer, String> jobs = new ConcurrentHashMap<>();
        private final Map<Integer, String> stages = new ConcurrentHashMap<>();

        @Override
        public void onJobStart(SparkListenerJobStart job) {
            var description = DESCRIPTION.matcher(job.properties().getProperty("spark.job.description", ""));
            if (description.matches()) {
                jobs.put(job.jobId(), description.group(1) + description.group(2));
                started.add(description.group(1) + description.group(2));
            }
        }

        @Override
        public void onJobEnd(SparkListenerJobEnd end) {
            var job = jobs.get(end.jobId());
            if (job != null && !(end.jobResult() instanceof JobSucceeded$)) {
                failed.add(job);
            }
        }

        @Override
        public void onStageSubmitted(SparkListenerStageSubmitted stage) {
            var description = DESCRIPTION.matcher(stage.properties().getProperty("spark.job.description", ""));
            if (description.matches()) {
                stages.put(stage.stageInfo().stageId(), description.group(1) + description.group(2));
            }
        }

        @Override
        public void onTaskStart(SparkListenerTaskStart task) {
            var stage = stages.get(task.stageId());
            if (stage != null) {
                tasks.add(stage + " #" + task.taskInfo().index());
            }
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd task) {
            var stage = stages.get(task.stageId());
            if (stage != null) {
                ended.add(stage + " #" + task.taskInfo().index());
            }
        }

        private boolean await(String job, List<String> seen) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!seen.contains(job) && System.nanoTime() < end) {
                LockSupport.parkNanos(1_000_000);
            }
            return seen.contains(job);
        }

        @Override
        public String toString() {
            return "started " + started + ", failed " + failed + ", tasks " + tasks;
        }
    }
}
