package io.convoy.trainer.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.convoy.kernels.Window;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Initialisation;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Networks in models of version 1: a list of layers, each an object with its {@code type}, from a closed set of names,
 * and its components.
 */
final class NetworkJsonVersion1 {

    private static final int MAXIMUM_LAYERS = 10_000;

    private static final String TYPE = "type";

    private static final List<Layer.Activation> ACTIVATIONS =
            List.of(Layer.Activation.RELU, Layer.Activation.SIGMOID, Layer.Activation.TANH);

    private static final Map<String, Class<? extends Layer>> RECORDS = Map.of(
            "padding", Layer.Padding.class,
            "max-pooling", Layer.MaxPooling.class,
            "average-pooling", Layer.AveragePooling.class,
            "dense", Layer.Dense.class);

    /** A convolution as it was: with a bias. */
    private record Convolution(String name, int outputChannels, Window window, int groups) {

        Layer.Convolution layer() {
            return new Layer.Convolution(name, outputChannels, window, groups);
        }
    }

    private NetworkJsonVersion1() {}

    /** @throws IllegalArgumentException if this is no network, or one that could not exist */
    static Network read(JsonNode json) {
        var layersJson = json.path("layers");
        if (!layersJson.isArray()
                || layersJson.size() > MAXIMUM_LAYERS
                || !json.path("name").isTextual()) {
            throw new IllegalArgumentException(
                    "expected a network with a name and at most " + MAXIMUM_LAYERS + " layers");
        }
        var input = StrictJson.value(json.path("input"), ImageShape.class, "network input");
        var initialisation = StrictJson.value(json.path("initialisation"), Initialisation.class, "initialisation");
        var layers = new ArrayList<Layer>();
        for (var layerJson : layersJson) {
            layers.add(layer(layerJson, "layer " + layers.size()));
        }
        return new Network(json.path("name").textValue(), input, layers, initialisation);
    }

    private static Layer layer(JsonNode json, String place) {
        if (!(json instanceof ObjectNode object) || !json.path(TYPE).isTextual()) {
            throw new IllegalArgumentException(place + " has no type");
        }
        String type = json.path(TYPE).textValue();
        if (type.equals("convolution")) {
            return StrictJson.value(object.deepCopy().without(TYPE), Convolution.class, place)
                    .layer();
        }
        var record = RECORDS.get(type);
        if (record != null) {
            return StrictJson.value(object.deepCopy().without(TYPE), record, place);
        }
        for (var activation : ACTIVATIONS) {
            if (nameOf(activation).equals(type) && object.size() == 1) {
                return activation;
            }
        }
        throw new IllegalArgumentException(place + " is of the unknown type \"" + type + "\"");
    }

    private static String nameOf(Layer.Activation activation) {
        return activation.name().toLowerCase(Locale.ROOT);
    }
}
