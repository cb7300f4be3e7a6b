package io.convoy.spark.cli;

import io.convoy.spark.fit.TrainingRequest;
import io.convoy.trainer.training.TrainingSettings;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** The options that only {@code train} has. */
final class TrainOptions {

    static final Option<String> PRESET = Option.choice(
            "preset",
            NetworkOptions.byName(Presets.NAMES),
            "d2l",
            "Takes defaults from a recipe: d2l is LeNet as the book \"Dive into Deep Learning\" trains it; shards-N are N"
                    + " shards that average often enough to learn as well as one.");
    static final Option<String> NETWORK = NetworkOptions.NETWORK.withDefault("lenet");
    static final Option<List<String>> CLASS_NAMES = new Option<>(
            "classNames",
            "NAMES",
            TrainOptions::classNames,
            "2 to 256 different names separated by commas, or fashion-mnist for those of that data set",
            List.of(),
            "cat,dog",
            null,
            "The names of the labels from 0 on, kept in the model.");
    static final Option<Integer> EPOCHS = Option.wholeNumber(
                    "epochs", 1, 100_000, "10", "Passes over all training images.")
            .withDefault("10");
    static final Option<Integer> BATCH_SIZE = Option.wholeNumber(
                    "batchSize", 1, 65_536, "64", "Images of a shard between two changes of its weights.")
            .withDefault("64");
    static final Option<Long> SEED = Option.longNumber(
                    "seed", "1", "Draws the first weights, the shards and the order of the images.")
            .withDefault("1");

    static final Option<Integer> SHARDS = Option.wholeNumber(
                    "shards",
                    1,
                    100_000,
                    "2",
                    "Parts of the training images that learn side by side; their number decides the result, cores only the"
                            + " speed.")
            .withDefault(Integer.toString(TrainingRequest.DEFAULT_SHARDS));
    static final Option<String> OUTPUT = Option.uri(
            "output",
            "DIR",
            "a folder",
            "models/lenet",
            "The model folder to write. Default: models/NETWORK-DATE-TIME.");
    static final Option<Boolean> OVERWRITE =
            Option.toggle("overwrite", "Writes although the output is there already, and replaces it.");

    private static final List<String> FASHION_MNIST = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    private TrainOptions() {}

    /** @param settings without problems */
    static TrainingSettings training(Settings settings) {
        return new TrainingSettings(
                settings.get(BATCH_SIZE),
                OptimiserOptions.schedule(settings),
                OptimiserOptions.optimiser(settings),
                settings.get(OptimiserOptions.WEIGHT_DECAY_ON),
                settings.find(OptimiserOptions.CLIP_NORM).orElse(0.0),
                settings.find(RegularisationOptions.LABEL_SMOOTHING).orElse(0.0),
                RegularisationOptions.augmentations(settings),
                settings.find(RegularisationOptions.EMA_DECAY).orElse(0.0),
                settings.get(SEED));
    }

    private static List<String> classNames(String text) {
        if (text.equals("fashion-mnist")) {
            return FASHION_MNIST;
        }
        var names = Stream.of(text.split(",", -1)).map(String::strip).toList();
        boolean distinct = new HashSet<>(names).size() == names.size();
        if (names.size() < 2 || names.size() > 256 || !distinct || names.contains("")) {
            throw new IllegalArgumentException();
        }
        return names;
    }
}
