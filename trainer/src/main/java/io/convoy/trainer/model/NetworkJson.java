package io.convoy.trainer.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Initialisation;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.network.NetworkException;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * Networks as people write them and as models hold them: version 2 of {@code convoy-network}. A text is untrusted
 * input.
 */
public final class NetworkJson {

    private static final String FORMAT = "convoy-network";
    private static final int VERSION = 2;
    private static final int MAXIMUM_CLASSES = 1_000_000;

    private NetworkJson() {}

    /**
     * Reads what a user wrote, for images and classes that come from elsewhere.
     *
     * @throws IllegalArgumentException if this is no such network, or it does not take the images; in one line, with
     *     the path through the tree
     */
    public static Network read(String text, ImageShape image, int classes) {
        var network = read(object(StrictJson.parse(text, "the network")), image, classes);
        if (network.classes() != classes) {
            throw new NetworkException("ends with " + network.classes() + " values for " + classes
                    + " classes; end it with {\"dense\": {\"outputs\": \"classes\"}}");
        }
        return network;
    }

    /** @throws IllegalArgumentException for what is wrong with a user's text whatever the images are */
    public static void check(String text, int classes) {
        layers(new Attributes("network", object(StrictJson.parse(text, "the network"))), classes);
    }

    /**
     * Reads a network that tells its images and classes itself.
     *
     * @throws IllegalArgumentException if this is no such network
     */
    static Network read(JsonNode json) {
        var object = object(json);
        var image = StrictJson.value(object.path("input"), ImageShape.class, "network input");
        if (!object.path("classes").isInt()) {
            throw new NetworkException("network classes is missing");
        }
        return read(object, image, object.path("classes").intValue());
    }

    private static ObjectNode object(JsonNode json) {
        if (json instanceof ObjectNode object) {
            return object;
        }
        throw new NetworkException("expected a network in {} but found []");
    }

    private static Network read(ObjectNode json, ImageShape image, int classes) {
        var attributes = new Attributes("network", json);
        var layers = layers(attributes, classes);
        requireSame(attributes, image, classes);
        return new Network(attributes.title(), image, layers, initialisation(attributes));
    }

    /** All but what the images decide. */
    private static List<Layer> layers(Attributes attributes, int classes) {
        attributes.requireText("format", FORMAT);
        attributes.wholeNumber("version", VERSION, VERSION);
        attributes.title();
        initialisation(attributes);
        attributes.optional("input");
        attributes.optional("classes");
        var blocks = attributes.objects("blocks");
        var layers = attributes.required("layers");
        attributes.requireNoOther();
        var reader = new LayerReader(new TreeMap<>(blocks), classes);
        var read = reader.layers(layers);
        reader.requireEveryBlockUsed();
        return read;
    }

    private static Initialisation initialisation(Attributes attributes) {
        var he = Initialisation.HE.name();
        return Initialisation.valueOf(attributes.choice("initialisation", he, he, Initialisation.XAVIER.name()));
    }

    private static void requireSame(Attributes attributes, ImageShape image, int classes) {
        var inputJson = attributes.optional("input");
        if (inputJson != null) {
            var input = StrictJson.value(inputJson, ImageShape.class, "network input");
            if (!input.equals(image)) {
                throw new NetworkException("takes images of " + input + " but found " + image
                        + "; correct its \"input\", or leave it out");
            }
        }
        if (attributes.optional("classes") != null) {
            int own = attributes.wholeNumber("classes", 1, MAXIMUM_CLASSES);
            if (own != classes) {
                throw new NetworkException(
                        "has " + own + " classes but found " + classes + "; correct its \"classes\", or leave it out");
            }
        }
    }

    /** With images and classes, for a model. */
    static JsonNode write(Network network) {
        var json = head(network);
        json.set("input", StrictJson.MAPPER.valueToTree(network.input()));
        json.put("classes", network.classes());
        return json.setAll(layers(network));
    }

    /** For people to begin from: without images and classes, which are then what the data has. */
    public static String text(Network network) {
        return JsonText.of(head(network).setAll(layers(network)));
    }

    private static ObjectNode head(Network network) {
        return StrictJson.MAPPER
                .createObjectNode()
                .put("format", FORMAT)
                .put("version", VERSION)
                .put("name", network.name())
                .put("initialisation", network.initialisation().name());
    }

    private static ObjectNode layers(Network network) {
        var json = StrictJson.MAPPER.createObjectNode();
        var layers = json.putArray("layers");
        network.layers().forEach(layer -> layers.add(LayerWriter.layer(layer)));
        int last = network.layers().size() - 1;
        if (network.layers().get(last) instanceof Layer.Dense dense && dense.outputs() == network.classes()) {
            ((ObjectNode) layers.get(last).path(Leaves.DENSE)).put("outputs", Leaves.CLASSES);
        }
        return json;
    }

    static String nameOf(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
