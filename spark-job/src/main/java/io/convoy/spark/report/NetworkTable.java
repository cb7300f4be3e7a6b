package io.convoy.spark.report;

import io.convoy.kernels.Window;
import io.convoy.trainer.network.Branches;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.network.Role;
import io.convoy.trainer.network.Sequence;
import io.convoy.trainer.network.Tensor;
import java.util.List;
import java.util.Locale;

/**
 * A network layer by layer: what comes out, how many parameters are learned, what one image costs forward. Branches,
 * and sequences with a name, stand indented below the line that tells what becomes of them.
 */
public record NetworkTable(Network network) {

    private static final String INDENT = "  ";

    public List<String> lines() {
        var table = new Table("layer", "output", "parameters", "multiply-adds");
        table.row("input", network.input(), "", "");
        layers(table, "", network.layers(), network.input());
        int learned = network.trainableParameterCount();
        table.row(network.name(), network.classes() + " classes", learned, network.multiplyAdds());
        int statistics = network.parameterCount() - learned;
        if (statistics > 0) {
            table.row("measured means and variances", "", statistics, "");
        }
        return table.lines(2);
    }

    private static void layers(Table table, String indent, List<Layer> layers, ImageShape input) {
        var shape = input;
        for (var layer : layers) {
            layer(table, indent, layer, shape);
            shape = layer.output(shape);
        }
    }

    private static void layer(Table table, String indent, Layer layer, ImageShape input) {
        if (layer instanceof Sequence sequence) {
            if (!sequence.name().isEmpty()) {
                table.row(indent + sequence.name(), sequence.output(input), "", "");
            }
            layers(table, sequence.name().isEmpty() ? indent : indent + INDENT, sequence.layers(), input);
        } else if (layer instanceof Branches branches) {
            table.row(indent + name(branches.join()), branches.output(input), "", "");
            for (int i = 0; i < branches.branches().size(); i++) {
                var branch = branches.branches().get(i);
                boolean isIdentity = branch.equals(Sequence.identity());
                table.row(
                        indent + INDENT + "branch " + (i + 1) + (isIdentity ? ": identity" : ""),
                        branch.output(input),
                        "",
                        "");
                layer(table, indent + INDENT + INDENT, branch, input);
            }
        } else {
            table.row(
                    indent + name(layer),
                    layer.output(input),
                    layer.tensors(input).stream()
                            .filter(tensor -> tensor.role() != Role.STATISTIC)
                            .mapToInt(Tensor::size)
                            .sum(),
                    layer.multiplyAdds(input));
        }
    }

    private static String name(Layer layer) {
        if (layer instanceof Layer.Convolution convolution) {
            return convolution.name() + ": convolution " + window(convolution.window())
                    + (convolution.groups() == 1 ? "" : ", " + convolution.groups() + " groups");
        }
        if (layer instanceof Layer.MaxPooling pooling) {
            return "max pooling " + window(pooling.window());
        }
        if (layer instanceof Layer.AveragePooling pooling) {
            return "average pooling " + window(pooling.window());
        }
        if (layer instanceof Layer.Padding padding) {
            return "padding " + padding.pixels();
        }
        if (layer instanceof Layer.Dropout dropout) {
            return "dropout " + dropout.probability();
        }
        if (layer instanceof Enum<?> activation) {
            return name(activation);
        }
        var kind = layer.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
        return layer instanceof Layer.Named named ? named.name() + ": " + kind : kind;
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String window(Window window) {
        var text = new StringBuilder(window.height() + "×" + window.width());
        append(text, "stride", window.strideHeight(), window.strideWidth(), 1);
        append(text, "padding", window.paddingHeight(), window.paddingWidth(), 0);
        append(text, "dilation", window.dilationHeight(), window.dilationWidth(), 1);
        return text.toString();
    }

    private static void append(StringBuilder text, String what, int height, int width, int usual) {
        if (height != usual || width != usual) {
            text.append(", ").append(what).append(' ').append(height == width ? height : height + "×" + width);
        }
    }
}
