package io.convoy.trainer.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.convoy.kernels.Window;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.Layer.Activation;
import io.convoy.trainer.network.NetworkException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The layers without layers inside: their names, and what may be said of each. */
final class Leaves {

    static final String CONVOLUTION = "convolution";
    static final String DENSE = "dense";
    static final String MAX_POOLING = "max-pooling";
    static final String AVERAGE_POOLING = "average-pooling";
    static final String GLOBAL_AVERAGE_POOLING = "global-average-pooling";
    static final String CHANNEL_STATISTICS = "channel-statistics";
    static final String PIXEL_STATISTICS = "pixel-statistics";
    static final String BATCH_NORMALISATION = "batch-normalisation";
    static final String GROUP_NORMALISATION = "group-normalisation";
    static final String DROPOUT = "dropout";
    static final String PADDING = "padding";

    /** Stands for the number of classes. */
    static final String CLASSES = "classes";

    private static final int MOST = 1_000_000;
    private static final int[] ONE = {1, 1};
    private static final int[] ZERO = {0, 0};

    private Leaves() {}

    static Layer read(String kind, ObjectNode json, LayerNames names, int classes) {
        var attributes = new Attributes(kind, json);
        var layer = layer(kind, attributes, names, classes);
        attributes.requireNoOther();
        return layer;
    }

    private static Layer layer(String kind, Attributes attributes, LayerNames names, int classes) {
        return switch (kind) {
            case CONVOLUTION ->
                new Layer.Convolution(
                        name(kind, attributes, names),
                        attributes.wholeNumber("channels", 1, MOST, CLASSES, classes),
                        window(attributes, attributes.pair("window", 1, MOST), ONE, true),
                        attributes.wholeNumber("groups", 1, 1, MOST),
                        attributes.flag("bias", true));
            case DENSE ->
                new Layer.Dense(
                        name(kind, attributes, names), attributes.wholeNumber("outputs", 1, MOST, CLASSES, classes));
            case MAX_POOLING -> new Layer.MaxPooling(poolingWindow(attributes));
            case AVERAGE_POOLING ->
                new Layer.AveragePooling(poolingWindow(attributes), attributes.flag("countPadding", true));
            case GLOBAL_AVERAGE_POOLING -> new Layer.GlobalAveragePooling();
            case CHANNEL_STATISTICS -> new Layer.ChannelStatistics();
            case PIXEL_STATISTICS -> new Layer.PixelStatistics();
            case BATCH_NORMALISATION ->
                new Layer.BatchNormalisation(name(kind, attributes, names), epsilon(attributes));
            case GROUP_NORMALISATION ->
                new Layer.GroupNormalisation(
                        name(kind, attributes, names), attributes.wholeNumber("groups", 1, MOST), epsilon(attributes));
            case DROPOUT -> new Layer.Dropout(attributes.number("probability"));
            case PADDING -> new Layer.Padding(attributes.wholeNumber("pixels", 0, MOST));
            default -> activation(kind);
        };
    }

    private static String name(String kind, Attributes attributes, LayerNames names) {
        var name = attributes.nameOrEmpty();
        return name.isEmpty() ? names.next(kind) : name;
    }

    private static double epsilon(Attributes attributes) {
        return attributes.number("epsilon", Layer.BatchNormalisation.USUAL_EPSILON);
    }

    private static Window poolingWindow(Attributes attributes) {
        int[] size = attributes.pair("window", 1, MOST);
        return window(attributes, size, size, false);
    }

    private static Window window(Attributes attributes, int[] size, int[] usualStride, boolean dilated) {
        int[] stride = attributes.pair("stride", usualStride, 1, MOST);
        int[] padding = attributes.pair("padding", ZERO, 0, MOST);
        int[] dilation = dilated ? attributes.pair("dilation", ONE, 1, MOST) : ONE;
        return new Window(size[0], size[1], stride[0], stride[1], padding[0], padding[1], dilation[0], dilation[1]);
    }

    private static Activation activation(String kind) {
        for (var activation : Activation.values()) {
            if (NetworkJson.nameOf(activation).equals(kind)) {
                return activation;
            }
        }
        throw unknown(kind);
    }

    /** @throws NetworkException if there is no layer of that name */
    static void requireKnown(String kind) {
        if (!kinds().contains(kind)) {
            throw unknown(kind);
        }
    }

    private static NetworkException unknown(String kind) {
        var words = new ArrayList<>(kinds());
        words.addAll(List.of("add", "concatenate", "multiply", "use", "repeat", "layers"));
        return new NetworkException("there is no layer " + Attributes.quoted(kind) + "; "
                + Suggestion.of(kind, words)
                        .map("did you mean \"%s\"?"::formatted)
                        .orElse("there are " + String.join(", ", words)));
    }

    private static List<String> kinds() {
        return Stream.concat(
                        Stream.of(
                                CONVOLUTION,
                                DENSE,
                                MAX_POOLING,
                                AVERAGE_POOLING,
                                GLOBAL_AVERAGE_POOLING,
                                CHANNEL_STATISTICS,
                                PIXEL_STATISTICS,
                                BATCH_NORMALISATION,
                                GROUP_NORMALISATION,
                                DROPOUT,
                                PADDING),
                        Stream.of(Activation.values()).map(NetworkJson::nameOf))
                .toList();
    }
}
