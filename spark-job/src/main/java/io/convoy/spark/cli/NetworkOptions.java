package io.convoy.spark.cli;

import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Networks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The options that choose a network by name, or a trained model. */
final class NetworkOptions {

    static final Option<String> NETWORK =
            Option.choice("network", byName(Networks.names()), "lenet", "The network by its name.");
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

    private static final Pattern IMAGE_SHAPE = Pattern.compile("(\\d{1,5})x(\\d{1,5})x(\\d{1,5})");

    private NetworkOptions() {}

    static Map<String, String> byName(List<String> names) {
        var choices = new LinkedHashMap<String, String>();
        names.forEach(name -> choices.put(name, name));
        return choices;
    }

    /** Whether the network, if one is named, takes images of {@link #IMAGE}. */
    static void checkImage(Settings settings, Option<String> network) {
        settings.find(network)
                .ifPresent(name -> settings.find(IMAGE).ifPresent(image -> {
                    try {
                        Networks.create(name, image, 10);
                    } catch (IllegalArgumentException e) {
                        settings.problem(IMAGE, String.valueOf(e.getMessage()));
                    }
                }));
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
