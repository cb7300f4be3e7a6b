package io.convoy.spark.cli;

import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.fit.Fit;
import io.convoy.spark.model.ModelFolder;
import io.convoy.spark.round.WarmUp;
import io.convoy.trainer.network.Variant;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/** Trains a network on labelled images. */
final class TrainCommand implements Command<TrainRequest> {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    @Override
    public String name() {
        return "train";
    }

    @Override
    public String summary() {
        return "Trains a network on labelled images and writes a model folder.";
    }

    @Override
    public List<Option<?>> options() {
        return CommonOptions.after(
                DataOptions.DATA,
                DataOptions.TRAIN_IMAGES,
                DataOptions.TRAIN_LABELS,
                DataOptions.TEST_IMAGES,
                DataOptions.TEST_LABELS,
                NetworkOptions.CLASSES,
                TrainOptions.CLASS_NAMES,
                TrainOptions.NETWORK,
                NetworkOptions.ATTENTION,
                NetworkOptions.WIDTH,
                NetworkOptions.DROPOUT,
                TrainOptions.PRESET,
                TrainOptions.EPOCHS,
                TrainOptions.BATCH_SIZE,
                OptimiserOptions.OPTIMISER,
                OptimiserOptions.LEARNING_RATE,
                OptimiserOptions.MOMENTUM,
                OptimiserOptions.BETA1,
                OptimiserOptions.BETA2,
                OptimiserOptions.EPSILON,
                OptimiserOptions.WEIGHT_DECAY,
                OptimiserOptions.WEIGHT_DECAY_ON,
                OptimiserOptions.CLIP_NORM,
                OptimiserOptions.SCHEDULE,
                OptimiserOptions.WARM_UP_EPOCHS,
                OptimiserOptions.STEP_EPOCHS,
                OptimiserOptions.STEP_FACTOR,
                RegularisationOptions.RANDOM_CROP,
                RegularisationOptions.HORIZONTAL_FLIP,
                RegularisationOptions.CUTOUT,
                RegularisationOptions.LABEL_SMOOTHING,
                RegularisationOptions.EMA_DECAY,
                TrainOptions.SEED,
                TrainOptions.SHARDS,
                AveragingOptions.AVERAGE_EVERY,
                AveragingOptions.PERIOD,
                AveragingOptions.EARLY_AVERAGE_EVERY,
                AveragingOptions.LOCAL_FROM_EPOCH,
                AveragingOptions.PERIOD_GROWTH,
                AveragingOptions.MOMENTUM_AVERAGING,
                AveragingOptions.OUTER,
                AveragingOptions.OUTER_LEARNING_RATE,
                AveragingOptions.OUTER_MOMENTUM,
                AssessmentOptions.VALIDATION_FRACTION,
                AssessmentOptions.EVALUATE_EVERY,
                AssessmentOptions.PATIENCE,
                CheckpointOptions.CHECKPOINT,
                CheckpointOptions.CHECKPOINT_EVERY,
                CheckpointOptions.RESUME,
                CheckpointOptions.KEEP_CHECKPOINTS,
                TrainOptions.OUTPUT,
                TrainOptions.OVERWRITE,
                SparkOptions.KERNELS,
                SparkOptions.MASTER);
    }

    @Override
    public List<String> examples() {
        return List.of(
                "train --data /usr/share/datasets/fashion-mnist --class-names fashion-mnist",
                "train --data hdfs:///data/digits --output hdfs:///models/digits --master yarn --shards 16",
                "train --data digits --preset d2l --epochs 20 --seed 3",
                "train --config train.properties --dry-run");
    }

    @Override
    public void check(Session session) {
        var settings = session.settings();
        checkTraining(session);
        CheckpointOptions.check(session);
        settings.supply(
                TrainOptions.OUTPUT,
                "models/"
                        + settings.find(TrainOptions.NETWORK)
                                .map(name -> new NetworkChoice(name, Variant.PLAIN).shortName())
                                .orElse("network")
                        + "-"
                        + LocalDateTime.now(ZoneId.systemDefault()).format(STAMP));
        settings.find(TrainOptions.OUTPUT)
                .ifPresent(output -> new ModelFolder(output, session.hadoop())
                        .obstacle(
                                settings.find(TrainOptions.OVERWRITE).orElse(false),
                                settings.isChosen(CheckpointOptions.CHECKPOINT))
                        .ifPresent(obstacle -> settings.problem(TrainOptions.OUTPUT, obstacle)));
    }

    /** What holds for every command that trains. */
    static void checkTraining(Session session) {
        var settings = session.settings();
        SparkOptions.check(session);
        DataOptions.check(settings, Part.TRAIN);
        DataOptions.check(settings, Part.TEST);
        NetworkOptions.check(session, TrainOptions.NETWORK);
        OptimiserOptions.check(settings);
        AveragingOptions.check(settings);
        AssessmentOptions.check(settings);
    }

    @Override
    public TrainRequest request(Settings settings) {
        return TrainRequest.of(settings);
    }

    @Override
    public void run(TrainRequest request, Session session) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        var training = request.open(session.hadoop());
        var network = training.network();
        var conf = SparkOptions.training(session, "convoy train " + network.name());
        boolean inThisProcess = conf.get("spark.master").matches("local(\\[.*)?");
        var warmUp = inThisProcess
                ? Optional.of(WarmUp.begin(network, training.settings(), training.kernels()))
                : Optional.<WarmUp>empty();
        try (var spark = new JavaSparkContext(conf);
                var view = new TrainingView(session.console(), spark, warmUp)) {
            Presets.advice(session.settings(), spark.defaultParallelism()).ifPresent(session.console()::say);
            var trained = Fit.run(spark, training, view);
            view.conclude(training, trained, (System.nanoTime() - begin) / 1e9);
            session.console()
                    .say("Next:  scripts/convoy evaluate --model "
                            + training.output().orElseThrow() + " "
                            + request.test().flags());
            session.console().tell(trained.document());
        }
    }
}
