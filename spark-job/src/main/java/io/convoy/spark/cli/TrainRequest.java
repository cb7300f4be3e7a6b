package io.convoy.spark.cli;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.cli.DataOptions.Place;
import io.convoy.spark.data.DataException;
import io.convoy.spark.data.IdxData;
import io.convoy.spark.data.LabelledData;
import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.fit.AssessmentSettings;
import io.convoy.spark.fit.CheckpointSettings;
import io.convoy.spark.fit.TrainingRequest;
import io.convoy.trainer.averaging.AveragingSettings;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.training.TrainingSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * What the options of a training say, before its data are opened.
 *
 * @param classNames one for each class of the network
 * @param shards empty where nobody chose a number
 * @param options every option with its source, for {@code run.json}
 */
record TrainRequest(
        Place train,
        Place test,
        NetworkChoice network,
        List<String> classNames,
        TrainingSettings settings,
        AveragingSettings averaging,
        int epochs,
        AssessmentSettings assessment,
        Optional<Integer> shards,
        KernelChoice kernels,
        Optional<CheckpointSettings> checkpoint,
        Optional<String> output,
        Map<String, ?> options) {

    static TrainRequest of(Settings settings) {
        return of(settings, Optional.of(settings.get(TrainOptions.OUTPUT)), CheckpointOptions.request(settings));
    }

    /** A training in {@code folder}, which has no options for where its model and its checkpoints go. */
    static TrainRequest in(String folder, Settings settings) {
        return of(settings, Optional.of(folder), Optional.of(CheckpointOptions.request(settings, folder)));
    }

    private static TrainRequest of(
            Settings settings, Optional<String> output, Optional<CheckpointSettings> checkpoint) {
        return new TrainRequest(
                DataOptions.place(settings, Part.TRAIN),
                DataOptions.place(settings, Part.TEST),
                NetworkOptions.choice(settings, TrainOptions.NETWORK),
                settings.find(TrainOptions.CLASS_NAMES)
                        .orElseGet(() -> TrainingRequest.numbers(settings.get(NetworkOptions.CLASSES))),
                TrainOptions.training(settings),
                AveragingOptions.averaging(settings),
                settings.get(TrainOptions.EPOCHS),
                AssessmentOptions.request(settings),
                settings.isChosen(TrainOptions.SHARDS) ? settings.find(TrainOptions.SHARDS) : Optional.empty(),
                settings.get(SparkOptions.KERNELS),
                checkpoint,
                output,
                settings.document());
    }

    /**
     * @throws DataException if the data are missing or damaged, or the network takes no such images
     * @throws UsageException if the network of a file does not
     */
    TrainingRequest open(Configuration hadoop) {
        var trainData = IdxData.open(train.locate(hadoop), classNames.size(), hadoop);
        var testData = IdxData.open(test.locate(hadoop), classNames.size(), hadoop);
        var created = network(trainData, hadoop);
        testData.requireShape(created.input(), "the training images are");
        return new TrainingRequest(
                trainData,
                Optional.of(testData),
                created,
                classNames,
                settings,
                averaging,
                epochs,
                assessment,
                shards,
                kernels,
                Optional.empty(),
                checkpoint,
                output,
                Map.of("options", options));
    }

    private Network network(LabelledData data, Configuration hadoop) {
        try {
            return network.create(data.shape(), classNames.size(), hadoop);
        } catch (IllegalArgumentException e) {
            var fault = String.valueOf(e.getMessage());
            throw network.isFile()
                    ? new UsageException(List.of(TrainOptions.NETWORK.flag() + " "
                            + DataException.withoutUserInfo(network.nameOrUri()) + ": " + fault))
                    : new DataException(data.name() + ": " + fault);
        }
    }
}
