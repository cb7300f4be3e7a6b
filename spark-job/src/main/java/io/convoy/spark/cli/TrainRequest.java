package io.convoy.spark.cli;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.cli.AssessmentOptions.AssessmentRequest;
import io.convoy.spark.cli.DataOptions.Place;
import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.trainer.averaging.AveragingSettings;
import io.convoy.trainer.optim.Sgd;
import io.convoy.trainer.training.TrainingSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * All that {@code train} needs.
 *
 * @param classNames one for each class of the network
 * @param shards empty for one a core
 */
record TrainRequest(
        Place train,
        Place test,
        String network,
        List<String> classNames,
        TrainingSettings settings,
        AveragingSettings averaging,
        int epochs,
        AssessmentRequest assessment,
        Optional<Integer> shards,
        KernelChoice kernels,
        Optional<CheckpointRequest> checkpoint,
        String output) {

    static TrainRequest of(Settings settings) {
        return of(settings, settings.get(TrainOptions.OUTPUT), CheckpointOptions.request(settings));
    }

    /** A training in {@code folder}, which has no options for where its model and its checkpoints go. */
    static TrainRequest in(String folder, Settings settings) {
        return of(settings, folder, Optional.of(CheckpointOptions.request(settings, folder)));
    }

    private static TrainRequest of(Settings settings, String output, Optional<CheckpointRequest> checkpoint) {
        return new TrainRequest(
                DataOptions.place(settings, Part.TRAIN),
                DataOptions.place(settings, Part.TEST),
                settings.get(TrainOptions.NETWORK),
                settings.find(TrainOptions.CLASS_NAMES).orElseGet(() -> numbers(settings.get(NetworkOptions.CLASSES))),
                new TrainingSettings(
                        settings.get(TrainOptions.BATCH_SIZE),
                        TrainOptions.schedule(settings),
                        new Sgd(settings.get(TrainOptions.MOMENTUM), settings.get(TrainOptions.WEIGHT_DECAY)),
                        settings.get(TrainOptions.SEED)),
                AveragingOptions.averaging(settings),
                settings.get(TrainOptions.EPOCHS),
                AssessmentOptions.request(settings),
                settings.find(TrainOptions.SHARDS),
                settings.get(SparkOptions.KERNELS),
                checkpoint,
                output);
    }

    TrainRequest withFolders(String model, String checkpoints) {
        return new TrainRequest(
                train,
                test,
                network,
                classNames,
                settings,
                averaging,
                epochs,
                assessment,
                shards,
                kernels,
                checkpoint.map(request -> request.at(checkpoints)),
                model);
    }

    private static List<String> numbers(int classes) {
        return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }
}
