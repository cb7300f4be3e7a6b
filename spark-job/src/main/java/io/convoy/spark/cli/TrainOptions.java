package io.convoy.spark.cli;

import io.convoy.spark.fit.TrainingRequest;
import io.convoy.trainer.optim.LearningRateSchedule;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** The options that only {@code train} has, and the rules between them. */
final class TrainOptions {

    private static final String STEP = "step";

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
    static final Option<Double> LEARNING_RATE = Option.number(
                    "learningRate", Range.above(0, 1000), "0.1", "How far a step goes along the gradient.")
            .withDefault("0.08");
    static final Option<Double> MOMENTUM = Option.number(
                    "momentum", Range.fromBelow(0, 1), "0.9", "How much of the last step is in the next one.")
            .withDefault("0.9");
    static final Option<Double> WEIGHT_DECAY = Option.number(
                    "weightDecay", Range.from(0, 1), "0.001", "How strongly weights are drawn to 0.")
            .withDefault("0.001");
    static final Option<String> SCHEDULE = Option.choice(
                    "schedule",
                    NetworkOptions.byName(List.of("constant", STEP, "cosine")),
                    "cosine",
                    "How the learning rate changes over the epochs.")
            .withDefault("cosine");
    static final Option<Double> WARM_UP_EPOCHS = Option.number(
                    "warmUpEpochs",
                    Range.from(0, 100_000),
                    "0.5",
                    "The learning rate rises from 0 during so many epochs.")
            .withDefault("1");
    static final Option<Double> STEP_EPOCHS = Option.number(
                    "stepEpochs",
                    Range.above(0, 100_000),
                    "5",
                    "With --schedule step: epochs between two changes of the learning rate.")
            .withDefault("5");
    static final Option<Double> STEP_FACTOR = Option.number(
                    "stepFactor",
                    Range.above(0, 1),
                    "0.1",
                    "With --schedule step: what each change multiplies the learning rate by.")
            .withDefault("0.1");
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

    static void check(Settings settings) {
        boolean step = settings.find(SCHEDULE).filter(STEP::equals).isPresent();
        for (var option : List.of(STEP_EPOCHS, STEP_FACTOR)) {
            if (settings.isChosen(option) && !step) {
                settings.problem(option.flag() + " has no effect without --schedule step; add that or remove this");
            }
        }
        settings.find(WARM_UP_EPOCHS)
                .ifPresent(warmUp -> settings.find(EPOCHS)
                        .filter(epochs -> warmUp > epochs)
                        .ifPresent(epochs -> settings.problem(
                                "%s %s is longer than the training of %d epochs; choose less, such as 1"
                                        .formatted(WARM_UP_EPOCHS.flag(), warmUp, epochs))));
    }

    /** @param settings without problems */
    static LearningRateSchedule schedule(Settings settings) {
        double learningRate = settings.get(LEARNING_RATE);
        var schedule = switch (settings.get(SCHEDULE)) {
            case STEP ->
                new LearningRateSchedule.Step(learningRate, settings.get(STEP_FACTOR), settings.get(STEP_EPOCHS));
            case "cosine" -> new LearningRateSchedule.Cosine(learningRate, 0, settings.get(EPOCHS));
            default -> new LearningRateSchedule.Constant(learningRate);
        };
        double warmUp = settings.get(WARM_UP_EPOCHS);
        return warmUp == 0 ? schedule : new LearningRateSchedule.WarmUp(warmUp, schedule);
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
