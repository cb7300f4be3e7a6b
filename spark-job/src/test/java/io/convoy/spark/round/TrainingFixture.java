package io.convoy.spark.round;

import static io.convoy.spark.data.LabelledFiles.Part.TEST;
import static io.convoy.spark.data.LabelledFiles.Part.TRAIN;
import static io.convoy.trainer.network.Branches.add;
import static io.convoy.trainer.network.Layer.Activation.RELU;
import static io.convoy.trainer.network.Sequence.identity;
import static io.convoy.trainer.network.Sequence.sequence;

import io.convoy.kernels.KernelChoice;
import io.convoy.kernels.Window;
import io.convoy.spark.data.LabelledFiles;
import io.convoy.spark.data.LabelledImages;
import io.convoy.spark.data.Portion;
import io.convoy.spark.data.ShardedImages;
import io.convoy.spark.data.SyntheticImages;
import io.convoy.trainer.augmentation.Cutout;
import io.convoy.trainer.augmentation.RandomCrop;
import io.convoy.trainer.averaging.AveragingSettings;
import io.convoy.trainer.averaging.TrainingState;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.data.PixelSums;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Initialisation;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.network.Networks;
import io.convoy.trainer.optim.DecayedParameters;
import io.convoy.trainer.optim.LearningRateSchedule;
import io.convoy.trainer.optim.Sgd;
import io.convoy.trainer.training.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/**
 * A small training, of LeNet if nothing else is said, on a folder of synthetic images: 600 to learn from, 200 to test
 * on.
 */
record TrainingFixture(Path folder) {

    static final int EPOCHS = 3;
    static final int BATCH_SIZE = 8;
    static final long SEED = 7;
    static final double LEARNING_RATE = 0.02;
    static final SyntheticImages TRAINING = SyntheticImages.of(600, 28, 1);
    static final ImageShape IMAGE = new ImageShape(1, 28, 28);

    static TrainingFixture in(Path folder) {
        TRAINING.writeGzip(folder, TRAIN);
        SyntheticImages.of(200, 28, 2).write(folder, TEST);
        return new TrainingFixture(folder);
    }

    /** The digest of each epoch's weights, trained in a Spark of its own. */
    List<String> digests(SparkConf conf, int shards, KernelChoice kernels) {
        try (var spark = new JavaSparkContext(conf)) {
            return digests(spark, shards, kernels, UnaryOperator.identity());
        }
    }

    /** @param disturbance what happens to the training images before they are learned from */
    List<String> digests(
            JavaSparkContext spark, int shards, KernelChoice kernels, UnaryOperator<ShardedImages> disturbance) {
        var digests = new ArrayList<String>();
        var train = disturbance.apply(training(spark, shards));
        var plan = plan(train.pixelSums(), LEARNING_RATE, kernels);
        DistributedTraining.train(
                spark,
                plan,
                plan.start(),
                train,
                Assessment.on(test(spark)),
                (report, s) -> digests.add(report.weightsDigest()));
        return digests;
    }

    TrainingState train(JavaSparkContext spark, double learningRate, EpochListener listener) {
        var train = training(spark, 2);
        var plan = plan(train.pixelSums(), learningRate, KernelChoice.AUTO);
        return DistributedTraining.train(spark, plan, plan.start(), train, Assessment.on(test(spark)), listener);
    }

    ShardedImages training(JavaSparkContext spark, int shards) {
        return ShardedImages.forTraining(spark, open(spark, folder, TRAIN), shards, SEED);
    }

    ShardedImages test(JavaSparkContext spark) {
        return ShardedImages.forEvaluation(spark, open(spark, folder, TEST));
    }

    /** @param disturbance what happens to each shard in the task that asks for it */
    static ShardedImages disturbed(ShardedImages images, Function<Shard, Shard> disturbance) {
        var shards = images.rdd()
                .map(portion -> new Portion(disturbance.call(portion.images()), portion.digest(), portion.defect()));
        return new ShardedImages(
                shards,
                images.stored(),
                images.shardSizes(),
                images.pixelSums(),
                images.recordChecksum(),
                images.digest());
    }

    static TrainingPlan plan(PixelSums pixelSums, double learningRate, KernelChoice kernels) {
        var schedule = new LearningRateSchedule.Constant(learningRate);
        var settings = new TrainingSettings(BATCH_SIZE, schedule, new Sgd(0.9, 1e-4), SEED);
        var network = Networks.create("lenet", IMAGE, SyntheticImages.CLASSES);
        return new TrainingPlan(
                network, Normalisation.of(pixelSums), settings, AveragingSettings.EVERY_EPOCH, EPOCHS, kernels);
    }

    /** What LeNet has nothing of: batch normalisation, dropout, augmented images, an average of the weights. */
    static TrainingPlan normalised(PixelSums pixelSums, AveragingSettings averaging, KernelChoice kernels) {
        var three = Window.square(3).withPadding(1);
        var residual = add(
                identity(),
                sequence(
                        "block",
                        new Layer.Convolution("conv", 4, three, 1, false),
                        norm("bn"),
                        new Layer.Dropout(0.1)));
        var layers = List.of(
                new Layer.Convolution("conv", 4, three.withStride(2), 1, false),
                norm("bn"),
                RELU,
                residual,
                RELU,
                new Layer.MaxPooling(Window.square(3).withStride(3)),
                new Layer.Dense("output", SyntheticImages.CLASSES));
        var settings = new TrainingSettings(
                BATCH_SIZE,
                new LearningRateSchedule.Constant(LEARNING_RATE),
                new Sgd(0.9, 1e-4),
                DecayedParameters.WEIGHTS,
                0,
                0.1,
                List.of(new RandomCrop(1), new Cutout(3)),
                0.9,
                SEED);
        return new TrainingPlan(
                new Network("normalised", IMAGE, layers, Initialisation.HE),
                Normalisation.of(pixelSums),
                settings,
                averaging,
                EPOCHS,
                kernels);
    }

    private static Layer norm(String name) {
        return new Layer.BatchNormalisation(name, Layer.BatchNormalisation.USUAL_EPSILON);
    }

    static LabelledImages open(JavaSparkContext spark, Path folder, LabelledFiles.Part part) {
        var hadoop = spark.hadoopConfiguration();
        return LabelledImages.open(LabelledFiles.in(folder.toString(), part, hadoop), hadoop);
    }
}
