package io.convoy.spark.cli;

import io.convoy.trainer.network.Attention;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Networks;
import io.convoy.trainer.network.Variant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The options that choose a network by name, or a trained model. */
final class NetworkOptions {

    static final Option<String> NETWORK = new Option<>(
            "network",
            "NAME|URI",
            NetworkOptions::nameOrUri,
            String.join(", ", Networks.names()) + ", or a network's JSON file at any Hadoop URI",
            Networks.names(),
            "lenet",
            null,
            "The network: one by its name, or your own, in a file that ends in .json.");
    static final Option<Attention> ATTENTION = Option.choice(
                    "attention",
                    Map.of("none", Attention.NONE, "se", Attention.SE, "cbam", Attention.CBAM),
                    "se",
                    "What residual blocks look at: se scales channels, cbam channels and places.")
            .withDefault("none");
    static final Option<Double> WIDTH = Option.number(
                    "width", Range.from(0.05, 10), "0.5", "What a MobileNet's numbers of channels are multiplied by.")
            .withDefault("1");
    static final Option<Double> DROPOUT = Option.number(
                    "dropout",
                    Range.fromBelow(0, 1),
                    "0.2",
                    "The probability of a value to be dropped: before the output, in a DenseNet after each convolution.")
            .withDefault("0");
    static final Option<Integer> CLASSES = Option.wholeNumber(
                    "classes", 2, 256, "10", "Kinds of images to tell apart; labels count from 0.")
            .withDefault("10");
    static final Option<ImageShape> IMAGE = new Option<>(
            "image",
            "CxHxW",
            NetworkOptions::imageShape,
            "channels x height x width",
            List.of(),
            "1x28x28",
            "1x28x28",
            "The images that the network takes.");
    static final Option<String> MODEL =
            Option.uri("model", "URI", "a model folder or a .safetensors file", "models/lenet", "The trained model.");

    private static final Pattern IMAGE_SHAPE = Pattern.compile("(\\d{1,5})[x×](\\d{1,5})[x×](\\d{1,5})");

    private NetworkOptions() {}

    static Map<String, String> byName(List<String> names) {
        var choices = new LinkedHashMap<String, String>();
        names.forEach(name -> choices.put(name, name));
        return choices;
    }

    /** @param settings without problems in these options */
    static NetworkChoice choice(Settings settings, Option<String> network) {
        var variant = new Variant(settings.get(ATTENTION), settings.get(WIDTH), settings.get(DROPOUT));
        return new NetworkChoice(settings.get(network), variant);
    }

    /** Whether the network, if one is named, takes images of {@link #IMAGE}. */
    static void checkWithImage(Session session, Option<String> network) {
        var settings = session.settings();
        var image = settings.find(IMAGE);
        var choice = checkVariant(settings, network);
        if (image.isPresent() && choice.isPresent()) {
            try {
                choice.get().create(image.get(), settings.find(CLASSES).orElse(10), session.hadoop());
            } catch (IllegalArgumentException e) {
                settings.problem(choice.get().isFile() ? network : IMAGE, String.valueOf(e.getMessage()));
            }
        }
    }

    /** Whether the network is one, as far as that can be told before the images are known. */
    static void check(Session session, Option<String> network) {
        var settings = session.settings();
        checkVariant(settings, network).ifPresent(choice -> {
            try {
                choice.check(settings.find(CLASSES).orElse(10), session.hadoop());
            } catch (IllegalArgumentException e) {
                settings.problem(network, String.valueOf(e.getMessage()));
            }
        });
    }

    /** Empty if an option is bad already, or asks for what the network does not take. */
    private static Optional<NetworkChoice> checkVariant(Settings settings, Option<String> network) {
        if (settings.find(network).isEmpty()
                || Stream.of(ATTENTION, WIDTH, DROPOUT)
                        .anyMatch(option -> settings.find(option).isEmpty())) {
            return Optional.empty();
        }
        var choice = choice(settings, network);
        boolean fits = true;
        for (var asked : choice.variant().choices()) {
            var option = option(asked);
            var takers = Networks.taking(asked);
            if (choice.isFile()) {
                settings.problem(option, "the file of the network says it all; leave this out");
                fits = false;
            } else if (!takers.contains(choice.nameOrUri())) {
                settings.problem(
                        option,
                        choice.nameOrUri() + " takes none; leave this out, or choose one of "
                                + String.join(", ", takers));
                fits = false;
            }
        }
        return fits ? Optional.of(choice) : Optional.empty();
    }

    private static Option<?> option(Variant.Choice choice) {
        return switch (choice) {
            case ATTENTION -> ATTENTION;
            case WIDTH -> WIDTH;
            case DROPOUT -> DROPOUT;
        };
    }

    private static String nameOrUri(String text) {
        if (Networks.names().contains(text) || text.contains("/") || text.endsWith(".json")) {
            return text;
        }
        throw new IllegalArgumentException();
    }

    private static ImageShape imageShape(String text) {
        var matcher = IMAGE_SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException();
        }
        return new ImageShape(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
    }
}
