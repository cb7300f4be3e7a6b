package io.convoy.spark.cli;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** The files of {@code conf/presets}, which the build packs into the jar. */
final class Presets {

    static final List<String> NAMES = List.of(
            "cifar-resnet-20",
            "d2l",
            "d2l-googlenet",
            "d2l-resnet-18",
            "fashion-resnet-20",
            "shards-16",
            "shards-2",
            "shards-4",
            "shards-8");

    /** Those of so many shards that learn as well as one. */
    private static final List<Integer> RECIPES = List.of(2, 4, 8, 16);

    private Presets() {}

    /**
     * What to type where the chosen way of averaging is not good for so many shards, or leaves cores idle.
     *
     * @param cores how many tasks run at a time
     */
    static Optional<String> advice(Settings settings, int cores) {
        int shards = settings.get(TrainOptions.SHARDS);
        if (settings.isChosen(TrainOptions.PRESET)
                || settings.isChosen(AveragingOptions.AVERAGE_EVERY)
                || settings.isChosen(AveragingOptions.PERIOD)) {
            return Optional.empty();
        }
        if (shards > 2) {
            int recipe = RECIPES.stream().filter(n -> n >= shards).findFirst().orElse(16);
            var kept = recipe == shards ? "" : " " + TrainOptions.SHARDS.flag() + " " + shards;
            return Optional.of(
                    "%d shards averaged once an epoch learn less than one does; %s shards-%d%s averages oftener"
                            .formatted(shards, TrainOptions.PRESET.flag(), recipe, kept));
        }
        return RECIPES.stream()
                .filter(n -> n > shards && n <= cores)
                .reduce((less, more) -> more)
                .map(n -> "%d cores have no shard; %s shards-%d uses %d and learns as well as one shard"
                        .formatted(cores - shards, TrainOptions.PRESET.flag(), n, n));
    }

    static Layer layer(String name) {
        var resource = "/presets/" + name + ".properties";
        try (var in = Presets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + resource);
            }
            var properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return new Layer(Layer.Origin.PRESET, name, Layer.texts(properties));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
