package io.convoy.trainer.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.convoy.kernels.Window;
import io.convoy.trainer.network.Branches;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.Sequence;
import java.util.List;

/** Writes layers so that {@link LayerReader} makes the same of them, and without what goes without saying. */
final class LayerWriter {

    private LayerWriter() {}

    static JsonNode layer(Layer layer) {
        if (layer instanceof Sequence sequence) {
            var json = StrictJson.MAPPER.createObjectNode();
            if (!sequence.name().isEmpty()) {
                json.put("name", sequence.name());
            }
            json.set("layers", array(sequence.layers()));
            return json;
        }
        if (layer instanceof Branches branches) {
            var array = StrictJson.MAPPER.createArrayNode();
            branches.branches().forEach(branch -> array.add(branch(branch)));
            return wrapped(NetworkJson.nameOf(branches.join()), array);
        }
        return leaf(layer);
    }

    private static JsonNode branch(Layer branch) {
        return branch instanceof Sequence sequence && sequence.name().isEmpty()
                ? array(sequence.layers())
                : layer(branch);
    }

    private static ArrayNode array(List<Layer> layers) {
        var array = StrictJson.MAPPER.createArrayNode();
        layers.forEach(layer -> array.add(layer(layer)));
        return array;
    }

    private static JsonNode leaf(Layer layer) {
        if (layer instanceof Layer.Activation activation) {
            return TextNode.valueOf(NetworkJson.nameOf(activation));
        } else if (layer instanceof Layer.GlobalAveragePooling) {
            return TextNode.valueOf(Leaves.GLOBAL_AVERAGE_POOLING);
        } else if (layer instanceof Layer.ChannelStatistics) {
            return TextNode.valueOf(Leaves.CHANNEL_STATISTICS);
        } else if (layer instanceof Layer.PixelStatistics) {
            return TextNode.valueOf(Leaves.PIXEL_STATISTICS);
        }
        var json = StrictJson.MAPPER.createObjectNode();
        if (layer instanceof Layer.Convolution convolution) {
            return wrapped(Leaves.CONVOLUTION, convolution(convolution, json));
        } else if (layer instanceof Layer.Dense dense) {
            return wrapped(Leaves.DENSE, json.put("name", dense.name()).put("outputs", dense.outputs()));
        } else if (layer instanceof Layer.MaxPooling pooling) {
            return wrapped(Leaves.MAX_POOLING, pooling(pooling.window(), json));
        } else if (layer instanceof Layer.AveragePooling pooling) {
            return wrapped(
                    Leaves.AVERAGE_POOLING,
                    pooling(pooling.window(), json).put("countPadding", pooling.countPadding()));
        } else if (layer instanceof Layer.BatchNormalisation normalisation) {
            json.put("name", normalisation.name());
            return wrapped(Leaves.BATCH_NORMALISATION, epsilon(normalisation.epsilon(), json));
        } else if (layer instanceof Layer.GroupNormalisation normalisation) {
            json.put("name", normalisation.name()).put("groups", normalisation.groups());
            return wrapped(Leaves.GROUP_NORMALISATION, epsilon(normalisation.epsilon(), json));
        } else if (layer instanceof Layer.Dropout dropout) {
            return wrapped(Leaves.DROPOUT, json.put("probability", dropout.probability()));
        } else if (layer instanceof Layer.Padding padding) {
            return wrapped(Leaves.PADDING, json.put("pixels", padding.pixels()));
        }
        throw new IllegalStateException("no JSON for " + layer);
    }

    private static ObjectNode convolution(Layer.Convolution convolution, ObjectNode json) {
        var window = convolution.window();
        json.put("name", convolution.name()).put("channels", convolution.outputChannels());
        pair(json, "window", window.height(), window.width(), 0);
        pair(json, "stride", window.strideHeight(), window.strideWidth(), 1);
        pair(json, "padding", window.paddingHeight(), window.paddingWidth(), 0);
        pair(json, "dilation", window.dilationHeight(), window.dilationWidth(), 1);
        if (convolution.groups() != 1) {
            json.put("groups", convolution.groups());
        }
        return convolution.bias() ? json : json.put("bias", false);
    }

    private static ObjectNode pooling(Window window, ObjectNode json) {
        pair(json, "window", window.height(), window.width(), 0);
        pair(json, "stride", window.strideHeight(), window.strideWidth(), 0);
        pair(json, "padding", window.paddingHeight(), window.paddingWidth(), 0);
        return json;
    }

    private static ObjectNode epsilon(double epsilon, ObjectNode json) {
        return epsilon == Layer.BatchNormalisation.USUAL_EPSILON ? json : json.put("epsilon", epsilon);
    }

    private static void pair(ObjectNode json, String key, int height, int width, int usual) {
        if (height != width) {
            json.putArray(key).add(height).add(width);
        } else if (height != usual) {
            json.put(key, height);
        }
    }

    private static ObjectNode wrapped(String kind, JsonNode body) {
        return StrictJson.MAPPER.createObjectNode().set(kind, body);
    }
}
