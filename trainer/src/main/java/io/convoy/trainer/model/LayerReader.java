package io.convoy.trainer.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.convoy.trainer.network.Branches;
import io.convoy.trainer.network.Branches.Join;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.NetworkException;
import io.convoy.trainer.network.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/** Reads the layers of one network: sequences, joins, repetitions, uses of blocks, and leaves. */
final class LayerReader {

    private static final int MAXIMUM_LAYERS = 10_000;
    private static final int MAXIMUM_DEPTH = 100;
    private static final int MAXIMUM_REPETITIONS = 1_000;

    private static final Map<String, Join> JOINS =
            Map.of("add", Join.ADD, "concatenate", Join.CONCATENATE, "multiply", Join.MULTIPLY);

    private final SortedMap<String, JsonNode> blocks;
    private final int classes;
    private final TreeSet<String> unused;

    /** Blocks whose layers are being read, the outermost first. */
    private final LinkedHashSet<String> open = new LinkedHashSet<>();

    private int count;
    private int depth;

    /** @param classes what the word stands for */
    LayerReader(SortedMap<String, JsonNode> blocks, int classes) {
        this.blocks = blocks;
        this.classes = classes;
        unused = new TreeSet<>(blocks.keySet());
    }

    List<Layer> layers(JsonNode json) {
        return layers(json, new LayerNames());
    }

    void requireEveryBlockUsed() {
        if (!unused.isEmpty()) {
            throw new NetworkException("block " + Attributes.quoted(unused.first()) + " is used nowhere; add {\"use\": "
                    + Attributes.quoted(unused.first()) + "} or remove it");
        }
    }

    private List<Layer> layers(JsonNode json, LayerNames names) {
        return children("layers", "layer ", json, names);
    }

    private List<Layer> children(String key, String place, JsonNode json, LayerNames names) {
        if (!json.isArray()) {
            throw new NetworkException("\"" + key + "\": expected layers in [] but found " + Attributes.shown(json));
        }
        var layers = new ArrayList<Layer>();
        for (var child : json) {
            try {
                layers.add(nested(child, names));
            } catch (IllegalArgumentException e) {
                throw NetworkException.in(label(child), place + (layers.size() + 1), e);
            }
        }
        return layers;
    }

    /** What the writer called it, if anything: its own name, or that of a block. */
    private static String label(JsonNode json) {
        var inside = json.isObject() && json.size() == 1 ? json.elements().next() : json;
        for (var name : List.of(json.path("name"), inside.path("name"), json.path("use"))) {
            if (name.isTextual()) {
                return name.textValue();
            }
        }
        return "";
    }

    private Layer nested(JsonNode json, LayerNames names) {
        if (++count > MAXIMUM_LAYERS) {
            throw new NetworkException(
                    "has more than " + MAXIMUM_LAYERS + " layers, repeated ones counted; make it" + " smaller");
        }
        if (++depth > MAXIMUM_DEPTH) {
            throw new NetworkException("nests more than " + MAXIMUM_DEPTH + " deep; nest less");
        }
        var layer = layer(json, names);
        depth--;
        return layer;
    }

    private Layer layer(JsonNode json, LayerNames names) {
        if (json.isTextual()) {
            return Leaves.read(json.textValue(), StrictJson.MAPPER.createObjectNode(), names, classes);
        }
        if (json.isArray()) {
            return new Sequence("", layers(json, names));
        }
        if (!(json instanceof ObjectNode object) || object.isEmpty()) {
            throw new NetworkException("expected a layer such as \"relu\" or {\"dense\": {\"outputs\": 10}} but found "
                    + Attributes.shown(json));
        }
        if (object.has("use")) {
            return use(new Attributes("a use", object), names);
        }
        if (object.has("repeat")) {
            return repeat(new Attributes("a repetition", object), names);
        }
        if (object.has("layers")) {
            return sequence(new Attributes("a sequence", object), names);
        }
        return single(object, names);
    }

    private Layer single(ObjectNode object, LayerNames names) {
        if (object.size() > 1) {
            var kinds = new ArrayList<String>();
            object.fieldNames().forEachRemaining(kinds::add);
            throw new NetworkException("expected one layer between { and } but found "
                    + Attributes.quoted(kinds.get(0)) + " and " + Attributes.quoted(kinds.get(1))
                    + "; give each its own, and put what is said of a layer into its own {}");
        }
        var kind = object.fieldNames().next();
        var body = object.path(kind);
        var join = JOINS.get(kind);
        if (join != null) {
            return new Branches(join, children(kind, "branch ", body, names));
        }
        if (body instanceof ObjectNode attributes) {
            return Leaves.read(kind, attributes, names, classes);
        }
        Leaves.requireKnown(kind);
        throw new NetworkException(
                "\"" + kind + "\": expected {} with what is said of it but found " + Attributes.shown(body));
    }

    private Layer sequence(Attributes attributes, LayerNames names) {
        var name = attributes.nameOrEmpty();
        var layers = attributes.required("layers");
        attributes.requireNoOther();
        return new Sequence(name, layers(layers, names.within(name)));
    }

    private Layer repeat(Attributes attributes, LayerNames names) {
        int repetitions = attributes.wholeNumber("repeat", 1, MAXIMUM_REPETITIONS);
        var name = attributes.nameOrEmpty();
        var layers = attributes.required("layers");
        attributes.requireNoOther();
        var repeated = new ArrayList<Layer>();
        for (int i = 1; i <= repetitions; i++) {
            var numbered = name.isEmpty() ? "" : name + i;
            repeated.add(new Sequence(numbered, layers(layers, names.within(numbered))));
            count++;
        }
        return new Sequence("", repeated);
    }

    private Layer use(Attributes attributes, LayerNames names) {
        var value = attributes.required("use");
        var name = attributes.nameOrEmpty();
        attributes.requireNoOther();
        var block = value.asText();
        var layers = blocks.get(block);
        if (layers == null) {
            throw new NetworkException("there is no block " + Attributes.quoted(block) + "; "
                    + Suggestion.of(block, blocks.keySet())
                            .map("did you mean \"%s\"?"::formatted)
                            .orElse("write it under \"blocks\""));
        }
        if (!open.add(block)) {
            throw new NetworkException("block " + Attributes.quoted(block) + " uses itself: " + String.join(" → ", open)
                    + " → " + block + "; take one of the uses out");
        }
        unused.remove(block);
        var sequence = new Sequence(name, layers(layers, names.within(name)));
        open.remove(block);
        return sequence;
    }
}
