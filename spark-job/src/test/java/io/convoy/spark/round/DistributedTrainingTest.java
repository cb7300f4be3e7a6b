package io.convoy.spark.round;

import static io.convoy.spark.data.LabelledFiles.Part.TEST;
import static io.convoy.spark.data.LabelledFiles.Part.TRAIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.LabelledFiles;
import io.convoy.spark.data.LabelledImages;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.ShardedImages;
import io.convoy.spark.data.SyntheticImages;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.data.PixelSums;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.model.Model;
import io.convoy.trainer.model.WeightsDigest;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Networks;
import io.convoy.trainer.optim.LearningRateSchedule;
import io.convoy.trainer.optim.Sgd;
import io.convoy.trainer.program.Program;
import io.convoy.trainer.training.DivergenceException;
import io.convoy.trainer.training.Replica;
import io.convoy.trainer.training.Span;
import io.convoy.trainer.training.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistributedTrainingTest {

    private static final int EPOCHS = 3;
    private static final long SEED = 7;
    private static final SyntheticImages TRAINING = SyntheticImages.of(600, 28, 1);
    private static final ImageShape IMAGE = new ImageShape(1, 28, 28);

    @TempDir
    private static Path folder;

    private static List<String> expected;

    @BeforeAll
    static void trainOnOneCore() {
        TRAINING.writeGzip(folder, TRAIN);
        SyntheticImages.of(200, 28, 2).write(folder, TEST);
        expected = digests(LocalSpark.conf("local[1]"), 2, KernelChoice.AUTO);
        assertEquals(EPOCHS, expected.stream().distinct().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"local[2]", "local[4]", "local-cluster[2,1,1024]"})
    void shouldGiveTheSameBitsOnEveryCluster(String master) {
        assertEquals(expected, digests(LocalSpark.conf(master), 2, KernelChoice.AUTO));
    }

    @Test
    void shouldGiveTheSameBitsWithScalarKernels() {
        assertEquals(expected, digests(LocalSpark.conf("local[2]"), 2, KernelChoice.SCALAR));
    }

    @Test
    void shouldGiveTheSameBitsWithJavaSerialization() {
        var conf = LocalSpark.conf("local[2]").set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");

        assertEquals(expected, digests(conf, 2, KernelChoice.AUTO));
    }

    @Test
    void shouldBePlainGradientDescentWithOneShard() {
        var distributed = digests(LocalSpark.conf("local[2]"), 1, KernelChoice.AUTO);

        int count = TRAINING.count();
        var whole = new Shard(
                0,
                IMAGE,
                TRAINING.pixels(),
                TRAINING.labels(),
                IntStream.range(0, count).toArray());
        var plan = plan(PixelSums.of(whole), 0.05, KernelChoice.AUTO);
        var program = new Program(plan.network(), plan.normalisation(), KernelChoice.AUTO.choose(), 8);
        var replica = new Replica(program, plan.settings());
        float[] weights = initialWeights(plan);
        float[] state = plan.settings().optimiser().initialState(weights.length);
        var plain = new ArrayList<String>();
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            var result = replica.train(Span.epoch(epoch), whole, weights, state);
            weights = result.weights();
            state = result.optimiserState();
            plain.add(WeightsDigest.of(weights));
        }
        assertEquals(plain, distributed);
    }

    @Test
    void shouldLearnAndReport() {
        var reports = new ArrayList<EpochReport>();
        try (var spark = LocalSpark.start("local[2]")) {
            train(spark, 2, 0.02, KernelChoice.AUTO, (report, weights) -> {
                reports.add(report);
                assertEquals(report.weightsDigest(), WeightsDigest.of(weights));
            });
        }

        assertEquals(List.of(1, 2, 3), reports.stream().map(EpochReport::epoch).toList());
        var first = reports.get(0);
        var last = reports.get(EPOCHS - 1);
        assertTrue(last.trainLoss() < first.trainLoss(), first + " then " + last);
        assertTrue(last.testAccuracy() > 0.9, "accuracy " + last.testAccuracy());
        assertEquals(1, last.kernels().size());
        var phases = last.phases();
        assertTrue(phases.computeMedian() <= phases.computeSlowest(), phases.toString());
        assertTrue(phases.evaluation() > 0 && phases.evaluation() < last.seconds(), last.toString());
    }

    @Test
    void shouldTrainWithMoreShardsThanImages() {
        SyntheticImages.of(5, 28, 1).write(folder.resolve("five"), TRAIN);
        try (var spark = LocalSpark.start("local[2]")) {
            var few = ShardedImages.forTraining(spark, open(spark, folder.resolve("five"), TRAIN), 20, SEED);
            var test = ShardedImages.forEvaluation(spark, open(spark, folder, TEST));
            var plan = plan(few.pixelSums(), 0.01, KernelChoice.AUTO);
            var reports = new ArrayList<EpochReport>();

            DistributedTraining.train(spark, plan, initialWeights(plan), few, test, (r, w) -> reports.add(r));

            assertTrue(reports.get(2).trainLoss() < reports.get(0).trainLoss(), reports.toString());
        }
    }

    @Test
    void shouldReproduceTheLastEpochsEvaluation() {
        var reports = new ArrayList<EpochReport>();
        try (var spark = LocalSpark.start("local[2]")) {
            var plan = planFor(spark, 0.05, KernelChoice.AUTO);
            float[] weights = train(spark, 2, 0.05, KernelChoice.AUTO, (report, w) -> reports.add(report));
            var model = new Model(plan.network(), plan.normalisation(), Collections.nCopies(10, "class"), weights);

            var evaluation = DistributedEvaluation.evaluate(
                    spark, model, KernelChoice.SCALAR, ShardedImages.forEvaluation(spark, open(spark, folder, TEST)));

            assertEquals(reports.get(EPOCHS - 1).testAccuracy(), evaluation.accuracy());
            assertEquals(reports.get(EPOCHS - 1).testLoss(), evaluation.meanLoss());
        }
    }

    @Test
    void shouldTellWhereTrainingDiverged() {
        try (var spark = LocalSpark.start("local[2]")) {
            var e = assertThrows(
                    DivergenceException.class, () -> train(spark, 2, 1e30, KernelChoice.AUTO, (report, weights) -> {}));

            assertEquals(1, e.epoch());
            assertEquals(0, e.shardId());
            assertTrue(e.getMessage().contains("epoch 1, shard 0"), e.getMessage());
        }
    }

    private static List<String> digests(SparkConf conf, int shards, KernelChoice kernels) {
        var digests = new ArrayList<String>();
        try (var spark = new JavaSparkContext(conf)) {
            train(spark, shards, 0.05, kernels, (report, weights) -> digests.add(report.weightsDigest()));
        }
        return digests;
    }

    private static float[] train(
            JavaSparkContext spark, int shards, double learningRate, KernelChoice kernels, EpochListener listener) {
        var train = ShardedImages.forTraining(spark, open(spark, folder, TRAIN), shards, SEED);
        var test = ShardedImages.forEvaluation(spark, open(spark, folder, TEST));
        var plan = plan(train.pixelSums(), learningRate, kernels);
        return DistributedTraining.train(spark, plan, initialWeights(plan), train, test, listener);
    }

    private static TrainingPlan planFor(JavaSparkContext spark, double learningRate, KernelChoice kernels) {
        var train = ShardedImages.forTraining(spark, open(spark, folder, TRAIN), 1, SEED);
        return plan(train.pixelSums(), learningRate, kernels);
    }

    private static TrainingPlan plan(PixelSums pixelSums, double learningRate, KernelChoice kernels) {
        var settings =
                new TrainingSettings(8, new LearningRateSchedule.Constant(learningRate), new Sgd(0.9, 1e-4), SEED);
        return new TrainingPlan(
                Networks.create("lenet", IMAGE, 10), Normalisation.of(pixelSums), settings, EPOCHS, kernels);
    }

    private static float[] initialWeights(TrainingPlan plan) {
        return plan.network().initialisation().parameters(plan.network(), SEED);
    }

    private static LabelledImages open(JavaSparkContext spark, Path folder, LabelledFiles.Part part) {
        var hadoop = spark.hadoopConfiguration();
        return LabelledImages.open(LabelledFiles.in(folder.toString(), part, hadoop), hadoop);
    }
}
