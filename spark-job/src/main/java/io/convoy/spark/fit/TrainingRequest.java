package io.convoy.spark.fit;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.LabelledData;
import io.convoy.trainer.averaging.AveragingSettings;
import io.convoy.trainer.model.Model;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.training.TrainingSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * All that a training needs: what is learned from which images, how, and where it is written.
 *
 * @param test images that are measured on and nothing else
 * @param classNames one for each class of the network
 * @param shards parts of the training images that learn side by side; empty for {@link #DEFAULT_SHARDS}, or as many as
 *     the checkpoint to go on from has
 * @param initialModel of the same network, whose weights and normalisation to begin with
 * @param output the model folder to write; empty to write none
 * @param notes what goes into the model folder's {@code run.json} besides, as JSON has it
 */
public record TrainingRequest(
        LabelledData train,
        Optional<LabelledData> test,
        Network network,
        List<String> classNames,
        TrainingSettings settings,
        AveragingSettings averaging,
        int epochs,
        AssessmentSettings assessment,
        Optional<Integer> shards,
        KernelChoice kernels,
        Optional<Model> initialModel,
        Optional<CheckpointSettings> checkpoint,
        Optional<String> output,
        Map<String, Object> notes) {

    /** Their number decides the weights, and so depends on no machine. */
    public static final int DEFAULT_SHARDS = 2;

    /** @throws IllegalArgumentException if the parts do not fit together */
    public TrainingRequest {
        classNames = List.copyOf(classNames);
        notes = new LinkedHashMap<>(notes);
        if (classNames.size() != network.classes()) {
            throw new IllegalArgumentException(
                    "expected " + network.classes() + " classNames but found " + classNames.size());
        }
        if (epochs < 1) {
            throw new IllegalArgumentException("expected epochs ≥ 1 but found " + epochs);
        }
        if (shards.isPresent() && shards.get() < 1) {
            throw new IllegalArgumentException("expected shards ≥ 1 but found " + shards.get());
        }
    }

    /** A training that is measured on nothing and writes nothing, in one shard a core. */
    public static TrainingRequest of(LabelledData train, Network network, TrainingSettings settings, int epochs) {
        return new TrainingRequest(
                train,
                Optional.empty(),
                network,
                numbers(network.classes()),
                settings,
                AveragingSettings.EVERY_EPOCH,
                epochs,
                AssessmentSettings.EACH_EPOCH,
                Optional.empty(),
                KernelChoice.AUTO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** Names of classes that nobody has named. */
    public static List<String> numbers(int classes) {
        return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    public TrainingRequest withTest(LabelledData test) {
        return new TrainingRequest(
                train,
                Optional.of(test),
                network,
                classNames,
                settings,
                averaging,
                epochs,
                assessment,
                shards,
                kernels,
                initialModel,
                checkpoint,
                output,
                notes);
    }

    public TrainingRequest withShards(int shards) {
        return new TrainingRequest(
                train,
                test,
                network,
                classNames,
                settings,
                averaging,
                epochs,
                assessment,
                Optional.of(shards),
                kernels,
                initialModel,
                checkpoint,
                output,
                notes);
    }

    public TrainingRequest withInitialModel(Optional<Model> initialModel) {
        return new TrainingRequest(
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
                initialModel,
                checkpoint,
                output,
                notes);
    }

    /** @param checkpoints a folder, for a training that leaves checkpoints */
    public TrainingRequest withFolders(String output, String checkpoints) {
        return new TrainingRequest(
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
                initialModel,
                checkpoint.map(settings -> settings.at(checkpoints)),
                Optional.of(output),
                notes);
    }

    /** How many images are learned from. */
    public int trainImages() {
        return train.count() - assessment.split().setAside(train.count());
    }
}
