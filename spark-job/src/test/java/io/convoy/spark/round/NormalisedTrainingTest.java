package io.convoy.spark.round;

import static io.convoy.spark.round.TrainingFixture.EPOCHS;
import static io.convoy.spark.round.TrainingFixture.TRAINING;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.checkpoint.Checkpoint;
import io.convoy.spark.checkpoint.CheckpointFolder;
import io.convoy.spark.data.JavaBytes;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.ShardedImages;
import io.convoy.trainer.averaging.AveragingSettings;
import io.convoy.trainer.averaging.BatchStatistics;
import io.convoy.trainer.averaging.ExponentialAverage;
import io.convoy.trainer.averaging.MomentumAveraging;
import io.convoy.trainer.averaging.OuterOptimiser;
import io.convoy.trainer.averaging.Period;
import io.convoy.trainer.averaging.TrainingState;
import io.convoy.trainer.data.PixelSums;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.model.Model;
import io.convoy.trainer.model.WeightsDigest;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.program.TrainingProgram;
import io.convoy.trainer.training.EarlyStopping;
import io.convoy.trainer.training.Recalibration;
import io.convoy.trainer.training.Replica;
import io.convoy.trainer.training.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The laws of {@link DistributedTrainingTest} for a network with batch normalisation, dropout and augmentation. */
class NormalisedTrainingTest {

    private static final AveragingSettings AVERAGING = new AveragingSettings(
            new Period.Constant(20), MomentumAveraging.KEEP, new OuterOptimiser.Nesterov(0.7, 0.5));

    @TempDir
    private static Path folder;

    private static TrainingFixture fixture;
    private static JavaSparkContext spark;
    private static List<String> expected;

    @BeforeAll
    static void train() {
        fixture = TrainingFixture.in(folder);
        expected = digests(LocalSpark.conf("local[1]"), KernelChoice.AUTO);
        assertEquals(EPOCHS, expected.stream().distinct().count());
        spark = LocalSpark.start("local[2]");
    }

    @AfterAll
    static void stop() {
        spark.close();
    }

    private static List<String> digests(SparkConf conf, KernelChoice kernels) {
        try (var own = new JavaSparkContext(conf)) {
            return digests(train(own, fixture.training(own, 2), kernels));
        }
    }

    private static List<String> digests(List<EpochReport> reports) {
        return reports.stream().map(EpochReport::weightsDigest).toList();
    }

    private static List<EpochReport> train(JavaSparkContext on, ShardedImages images, KernelChoice kernels) {
        var plan = TrainingFixture.normalised(images.pixelSums(), AVERAGING, kernels);
        var reports = new ArrayList<EpochReport>();
        DistributedTraining.train(
                on, plan, plan.start(), images, Assessment.on(fixture.test(on)), (report, s) -> reports.add(report));
        return reports;
    }

    @Test
    void shouldGiveTheSameBitsOnTwoCoresWithScalarKernels() {
        assertEquals(expected, digests(train(spark, fixture.training(spark, 2), KernelChoice.SCALAR)));
    }

    @ParameterizedTest
    @CsvSource({"'local-cluster[2,1,1024]', false", "local[2], true"})
    void shouldGiveTheSameBitsOnEveryCluster(String master, String speculation) {
        spark.close(); // one context a JVM
        try {
            var conf = LocalSpark.conf(master).set("spark.speculation", speculation);
            assertEquals(expected, digests(conf, KernelChoice.AUTO));
        } finally {
            spark = LocalSpark.start("local[2]");
        }
    }

    @Test
    void shouldGoOnFromEachCheckpointToTheSameBits() throws IOException {
        var images = fixture.training(spark, 2);
        var plan = TrainingFixture.normalised(images.pixelSums(), AVERAGING, KernelChoice.AUTO);
        var states = new ArrayList<TrainingState>();
        var assessment = Assessment.on(fixture.test(spark));
        DistributedTraining.train(spark, plan, plan.start(), images, assessment, (report, state) -> states.add(state));
        for (int epochs = 1; epochs < EPOCHS; epochs++) {
            var resumed = new ArrayList<String>();

            var read = throughACheckpoint(states.get(epochs - 1));
            DistributedTraining.train(
                    spark, plan, read, images, assessment, (report, s) -> resumed.add(report.weightsDigest()));

            assertEquals(expected.subList(epochs, EPOCHS), resumed);
        }
    }

    private static TrainingState throughACheckpoint(TrainingState state) throws IOException {
        var uri = folder.resolve("checkpoint-" + state.epochs()).toString();
        try (var checkpoints = CheckpointFolder.take(uri, new Configuration(), "local-1")) {
            checkpoints.write(new Checkpoint(state, new TreeMap<>(), List.of()), 1);
            return checkpoints.newest().checkpoint().orElseThrow().state();
        }
    }

    @Test
    void shouldBePlainGradientDescentWithOneShard() {
        int[] records = IntStream.range(0, TRAINING.count()).toArray();
        var whole = new Shard(0, TrainingFixture.IMAGE, TRAINING.pixels(), TRAINING.labels(), records);
        var plan = TrainingFixture.normalised(PixelSums.of(whole), AveragingSettings.EVERY_EPOCH, KernelChoice.AUTO);
        var settings = plan.settings();
        var program = new TrainingProgram(
                plan.network(), plan.normalisation(), KernelChoice.AUTO.choose(), settings.batchSize());
        var replica = new Replica(program, settings);
        var recalibration = new Recalibration(program, settings, () -> {});
        var state = plan.start();
        var plain = new ArrayList<String>();
        int steps = TRAINING.count() / settings.batchSize();
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            var result = replica.train(Span.epoch(epoch), whole, state.weights(), state.optimiserState());
            var after = new TrainingState(
                    epoch, result.weights(), result.optimiserState(), new float[0], state.average(), state.best());
            state = ExponentialAverage.after(after, settings.averageDecay(), steps);
            var sums = recalibration.gather(state.measuredWeights(), whole).values();
            state = state.withAverage(BatchStatistics.into(plan.network(), state.measuredWeights(), sums));
            plain.add(WeightsDigest.of(state.measuredWeights()));
        }

        var images = fixture.training(spark, 1);
        var digests = new ArrayList<String>();
        DistributedTraining.train(
                spark,
                plan,
                plan.start(),
                images,
                Assessment.on(fixture.test(spark)),
                (report, s) -> digests.add(report.weightsDigest()));

        assertEquals(plain, digests);
    }

    @Test
    void theBestEpochShouldDoOutsideTrainingAsItWasMeasured() {
        var images = fixture.training(spark, 2);
        var plan = TrainingFixture.normalised(images.pixelSums(), AVERAGING, KernelChoice.AUTO);
        var validation = fixture.test(spark);
        var stopping = new EarlyStopping(1);
        var reports = new ArrayList<EpochReport>();
        var state = DistributedTraining.train(
                spark,
                plan,
                plan.start(),
                images,
                new Assessment(Optional.empty(), Optional.of(validation), 1, Optional.of(stopping)),
                (report, s) -> reports.add(report));
        var best = state.best().orElseThrow();
        var model =
                new Model(plan.network(), plan.normalisation(), Collections.nCopies(10, "class"), state.modelWeights());

        var evaluation = JobScope.run(
                spark, scope -> DistributedEvaluation.evaluate(scope, model, KernelChoice.SCALAR, validation));

        assertTrue(best.accuracy() > 0.9, reports.toString());
        assertEquals(best.accuracy(), evaluation.accuracy());
        assertEquals(best.loss(), evaluation.meanLoss());
        assertEquals(reports.get(best.epoch() - 1).validationLoss(), evaluation.meanLoss());
    }

    /** They are no parameters: whatever optimises, averages or extrapolates leaves them as they were drawn. */
    @Test
    void onlyRecalibrationShouldChangeStatistics() {
        var images = fixture.training(spark, 2);
        var plan = TrainingFixture.normalised(images.pixelSums(), AVERAGING, KernelChoice.AUTO);
        var assessment = Assessment.on(fixture.test(spark));

        var state = DistributedTraining.train(spark, plan, plan.start(), images, assessment, (report, s) -> {});

        assertArrayEquals(statistics(plan, plan.start().weights()), statistics(plan, state.weights()));
        var sums = JobScope.run(spark, scope -> {
            var source = scope.broadcast(JavaBytes.of(plan));
            var work = new ShardWork<>(images, new RecalibrateShard(source, Start.send(scope, state)));
            ShardJob.begin(scope, List.of(work));
            return BatchStatistics.add(work.results());
        });
        var again = BatchStatistics.into(plan.network(), state.weights(), sums);
        assertArrayEquals(statistics(plan, again), statistics(plan, state.measuredWeights()));
    }

    /** Means and variances of all normalisations. */
    private static float[][] statistics(TrainingPlan plan, float[] weights) {
        return plan.network().steps().stream()
                .filter(step -> step.layer() instanceof Layer.BatchNormalisation)
                .map(step -> Arrays.copyOfRange(
                        weights,
                        step.offsets().get(2),
                        step.offsets().get(3) + step.tensors().get(3).size()))
                .toArray(float[][]::new);
    }

    @Test
    void recalibrationShouldCountAsMeasuring() {
        var slow = TrainingFixture.disturbed(fixture.training(spark, 2), shard -> {
            var job = TaskContext.get().getLocalProperty("spark.job.description");
            if (job.contains("recalibrate")) {
                Thread.sleep(400);
            }
            return shard;
        });
        for (var report : train(spark, slow, KernelChoice.AUTO)) {
            var phases = report.phases();
            assertTrue(phases.evaluation() >= 0.4, phases.toString());
            double together = phases.rounds().overhead() + phases.rounds().compute();
            assertEquals(report.seconds(), together + phases.evaluation() + phases.writing(), 1e-6);
        }
    }
}
