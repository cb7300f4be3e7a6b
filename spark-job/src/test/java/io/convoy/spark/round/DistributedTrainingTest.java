package io.convoy.spark.round;

import static io.convoy.spark.data.LabelledFiles.Part.TEST;
import static io.convoy.spark.data.LabelledFiles.Part.TRAIN;
import static io.convoy.spark.round.TrainingFixture.EPOCHS;
import static io.convoy.spark.round.TrainingFixture.LEARNING_RATE;
import static io.convoy.spark.round.TrainingFixture.TRAINING;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.JavaBytes;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.ShardedImages;
import io.convoy.spark.data.SyntheticImages;
import io.convoy.trainer.averaging.AveragingSettings;
import io.convoy.trainer.averaging.MomentumAveraging;
import io.convoy.trainer.averaging.OuterOptimiser;
import io.convoy.trainer.averaging.Period;
import io.convoy.trainer.data.PixelSums;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.model.Model;
import io.convoy.trainer.model.WeightsDigest;
import io.convoy.trainer.program.TrainingProgram;
import io.convoy.trainer.training.DivergenceException;
import io.convoy.trainer.training.Evaluation;
import io.convoy.trainer.training.Replica;
import io.convoy.trainer.training.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistributedTrainingTest {

    @TempDir
    private static Path folder;

    private static TrainingFixture fixture;
    private static List<String> expected;

    @BeforeAll
    static void trainOnOneCore() {
        fixture = TrainingFixture.in(folder);
        expected = fixture.digests(LocalSpark.conf("local[1]"), 2, KernelChoice.AUTO);
        assertEquals(EPOCHS, expected.stream().distinct().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"local[2]", "local[4]", "local-cluster[2,1,1024]"})
    void shouldGiveTheSameBitsOnEveryCluster(String master) {
        assertEquals(expected, fixture.digests(LocalSpark.conf(master), 2, KernelChoice.AUTO));
    }

    @Test
    void shouldGiveTheSameBitsWithScalarKernels() {
        assertEquals(expected, fixture.digests(LocalSpark.conf("local[2]"), 2, KernelChoice.SCALAR));
    }

    @Test
    void shouldGiveTheSameBitsWithJavaSerialization() {
        var conf = LocalSpark.conf("local[2]").set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");

        assertEquals(expected, fixture.digests(conf, 2, KernelChoice.AUTO));
    }

    @Test
    void shouldBePlainGradientDescentWithOneShard() {
        int[] records = IntStream.range(0, TRAINING.count()).toArray();
        var whole = new Shard(0, TrainingFixture.IMAGE, TRAINING.pixels(), TRAINING.labels(), records);
        var plan = TrainingFixture.plan(PixelSums.of(whole), LEARNING_RATE, KernelChoice.AUTO);
        var program = new TrainingProgram(
                plan.network(), plan.normalisation(), KernelChoice.AUTO.choose(), TrainingFixture.BATCH_SIZE);
        var replica = new Replica(program, plan.settings());
        float[] weights = plan.start().weights();
        float[] state = plan.settings().optimiser().initialState(weights.length);
        var plain = new ArrayList<String>();
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            var result = replica.train(Span.epoch(epoch), whole, weights, state);
            weights = result.weights();
            state = result.optimiserState();
            plain.add(WeightsDigest.of(weights));
        }

        assertEquals(plain, fixture.digests(LocalSpark.conf("local[2]"), 1, KernelChoice.AUTO));
    }

    @Test
    void shouldAverageEveryFewStepsAndBalanceTheLedger() {
        assertEquals(digestsEveryTenSteps("local[1]"), digestsEveryTenSteps("local[2]"));
    }

    private static List<String> digestsEveryTenSteps(String master) {
        var nesterov = new OuterOptimiser.Nesterov(0.7, 0.5);
        var averaging = new AveragingSettings(new Period.Constant(10), MomentumAveraging.AVERAGE, nesterov);
        var digests = new ArrayList<String>();
        try (var spark = LocalSpark.start(master)) {
            var train = fixture.training(spark, 2);
            var plain = TrainingFixture.plan(train.pixelSums(), LEARNING_RATE, KernelChoice.AUTO);
            var plan = new TrainingPlan(
                    plain.network(), plain.normalisation(), plain.settings(), averaging, EPOCHS, KernelChoice.AUTO);
            DistributedTraining.train(
                    spark, plan, plan.start(), train, Assessment.on(fixture.test(spark)), (report, state) -> {
                        digests.add(report.weightsDigest());
                        assertEquals(new EpochReport.Ledger(4, 2, 600), report.ledger());
                        double worst = report.phases().worst().compute();
                        double sum = report.phases().rounds().compute();
                        assertTrue(
                                worst < sum && sum <= 4 * worst, report.phases().toString());
                    });
        }
        return digests;
    }

    @Test
    void shouldLearnAndReport() {
        var reports = new ArrayList<EpochReport>();
        try (var spark = LocalSpark.start("local[2]")) {
            fixture.train(spark, LEARNING_RATE, (report, state) -> {
                reports.add(report);
                assertEquals(report.weightsDigest(), WeightsDigest.of(state.weights()));
                assertEquals(report.epoch(), state.epochs());
            });
        }

        assertEquals(List.of(1, 2, 3), reports.stream().map(EpochReport::epoch).toList());
        var first = reports.get(0);
        var last = reports.get(EPOCHS - 1);
        assertTrue(last.trainLoss() < first.trainLoss(), first + " then " + last);
        assertTrue(last.testAccuracy() > 0.9, "accuracy " + last.testAccuracy());
        assertEquals(1, last.kernels().size());
        var phases = last.phases();
        var rounds = phases.rounds();
        assertEquals(2, phases.cores());
        assertTrue(0 < rounds.computeMedian(), phases.toString());
        assertTrue(rounds.computeMedian() <= rounds.computeSlowest(), phases.toString());
        assertTrue(rounds.computeSlowest() < rounds.computeTotal(), phases.toString());
        assertTrue(rounds.broadcast() > 0 && rounds.collectAndAverage() > 0, phases.toString());
        assertEquals(
                last.seconds(),
                rounds.overhead() + rounds.compute() + phases.evaluation() + phases.writing(),
                1e-6,
                phases.toString());
        assertEquals(rounds, phases.worst());
    }

    @Test
    void shouldKnowThatOneExecutorHasOneCore() {
        var cores = new ArrayList<Integer>();
        try (var spark = LocalSpark.start("local-cluster[1,1,1024]")) {
            fixture.train(
                    spark,
                    LEARNING_RATE,
                    (report, s) -> cores.add(report.phases().cores()));
        }

        assertEquals(List.of(1, 1, 1), cores);
    }

    @Test
    void shouldTrainWithMoreShardsThanImages() {
        SyntheticImages.of(5, 28, 1).write(folder.resolve("five"), TRAIN);
        try (var spark = LocalSpark.start("local[2]")) {
            var data = TrainingFixture.open(spark, folder.resolve("five"), TRAIN);
            var few = ShardedImages.forTraining(spark, data, 20, TrainingFixture.SEED);
            var plan = TrainingFixture.plan(few.pixelSums(), 0.01, KernelChoice.AUTO);
            var reports = new ArrayList<EpochReport>();

            DistributedTraining.train(
                    spark,
                    plan,
                    plan.start(),
                    few,
                    Assessment.on(fixture.test(spark)),
                    (report, state) -> reports.add(report));

            assertTrue(reports.get(EPOCHS - 1).trainLoss() < reports.get(0).trainLoss(), reports.toString());
        }
    }

    @Test
    void shouldEvaluateToTheSameBitsInOneTaskAndInThree(@TempDir Path manyImages) {
        SyntheticImages.of(6000, 28, 2).write(manyImages, TEST);

        var inOne = evaluation("local[1]", manyImages, 1);
        var inThree = evaluation("local[3]", manyImages, 3);

        assertEquals(6000, inOne.examples());
        assertEquals(inOne.lossSum(), inThree.lossSum());
        assertArrayEquals(inOne.confusion(), inThree.confusion());
    }

    /** Of weights that have learned nothing. */
    private static Evaluation evaluation(String master, Path testImages, int tasks) {
        try (var spark = LocalSpark.start(master)) {
            var images = new TrainingFixture(testImages).test(spark);
            assertEquals(tasks, images.rdd().getNumPartitions());
            var plan = TrainingFixture.plan(images.pixelSums(), LEARNING_RATE, KernelChoice.AUTO);
            var weights = plan.start().weights();
            var model = new Model(plan.network(), plan.normalisation(), Collections.nCopies(10, "class"), weights);
            return JobScope.run(
                    spark, scope -> DistributedEvaluation.evaluate(scope, model, KernelChoice.AUTO, images));
        }
    }

    @Test
    void shouldReproduceTheLastEpochsEvaluation() {
        var reports = new ArrayList<EpochReport>();
        try (var spark = LocalSpark.start("local[2]")) {
            float[] weights = fixture.train(spark, LEARNING_RATE, (report, s) -> reports.add(report))
                    .weights();
            var sums = fixture.training(spark, 1).pixelSums();
            var plan = TrainingFixture.plan(sums, LEARNING_RATE, KernelChoice.AUTO);
            var model = new Model(plan.network(), plan.normalisation(), Collections.nCopies(10, "class"), weights);

            var test = fixture.test(spark);
            var evaluation = JobScope.run(
                    spark, scope -> DistributedEvaluation.evaluate(scope, model, KernelChoice.SCALAR, test));

            assertEquals(reports.get(EPOCHS - 1).testAccuracy(), evaluation.accuracy());
            assertEquals(reports.get(EPOCHS - 1).testLoss(), evaluation.meanLoss());
        }
    }

    @Test
    void shouldTellWhereTrainingDiverged() {
        try (var spark = LocalSpark.start("local[2]")) {
            var e = assertThrows(DivergenceException.class, () -> fixture.train(spark, 1e30, (report, state) -> {}));

            assertEquals(1, e.epoch());
            assertEquals(0, e.shardId());
            assertTrue(e.getMessage().contains("epoch 1, shard 0"), e.getMessage());
        }
    }

    @Test
    void shouldTellWhichImagesFiniteWeightsAreNoGoodOn() {
        try (var spark = LocalSpark.start("local[2]")) {
            var images = fixture.training(spark, 2);
            var plan = TrainingFixture.plan(images.pixelSums(), LEARNING_RATE, KernelChoice.AUTO);
            var weights = plan.start().weights();
            Arrays.fill(weights, 1e30f);

            var e = assertThrows(
                    DivergenceException.class,
                    () -> JobScope.run(spark, scope -> {
                        var source = scope.broadcast(JavaBytes.of(plan));
                        var start = Start.send(scope, plan.start(weights));
                        var work = DistributedEvaluation.work(source, start, images);
                        ShardJob.begin(scope, List.of(work));
                        return DistributedEvaluation.result(2, work);
                    }));

            assertEquals(2, e.epoch());
            assertEquals(0, e.shardId());
            assertEquals(
                    "training diverged: the loss is NaN on the 300 images of evaluation shard 0 after epoch 2; choose a"
                            + " lower learning rate or a longer warm-up",
                    e.getMessage());
        }
    }
}
