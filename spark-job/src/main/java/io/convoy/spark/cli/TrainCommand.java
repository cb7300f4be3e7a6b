package io.convoy.spark.cli;

import io.convoy.spark.data.DataException;
import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.model.ModelFolder;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.network.Networks;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

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
                TrainOptions.PRESET,
                TrainOptions.EPOCHS,
                TrainOptions.BATCH_SIZE,
                TrainOptions.LEARNING_RATE,
                TrainOptions.MOMENTUM,
                TrainOptions.WEIGHT_DECAY,
                TrainOptions.SCHEDULE,
                TrainOptions.WARM_UP_EPOCHS,
                TrainOptions.STEP_EPOCHS,
                TrainOptions.STEP_FACTOR,
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
                "models/" + settings.find(TrainOptions.NETWORK).orElse("network") + "-"
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
        TrainOptions.check(settings);
        AveragingOptions.check(settings);
        AssessmentOptions.check(settings);
    }

    @Override
    public TrainRequest request(Settings settings) {
        return TrainRequest.of(settings);
    }

    @Override
    public void run(TrainRequest request, Session session) throws IOException {
        int classes = request.classNames().size();
        var train = LabelledData.open(request.train(), classes, session.hadoop());
        var test = LabelledData.open(request.test(), classes, session.hadoop());
        var network = network(request, train, classes);
        test.requireShape(network.input(), "the training images are");
        new TrainingRun(request, session, train, test, network, Optional.empty(), (report, state) -> {}).run();
    }

    /** @throws DataException if the network takes no such images */
    static Network network(TrainRequest request, LabelledData train, int classes) {
        try {
            return Networks.create(request.network(), train.images().shape(), classes);
        } catch (IllegalArgumentException e) {
            throw new DataException(train.files().images() + ": " + e.getMessage());
        }
    }
}
