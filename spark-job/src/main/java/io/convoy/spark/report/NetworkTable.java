package io.convoy.spark.report;

import io.convoy.kernels.Window;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A network layer by layer: what comes out, what is learned, what one image costs forward. */
public record NetworkTable(Network network) {

    public List<String> lines() {
        var table = new Table("layer", "output", "parameters", "multiply-adds");
        table.row("input", network.input(), "", "");
        for (var step : network.steps()) {
            table.row(name(step.layer()), step.output(), step.parameterCount(), step.multiplyAdds());
        }
        table.row(network.name(), network.classes() + " classes", network.parameterCount(), multiplyAdds());
        return table.lines(2);
    }

    public Map<String, Object> document() {
        var layers = new ArrayList<Map<String, Object>>();
        for (var step : network.steps()) {
            var layer = new LinkedHashMap<String, Object>();
            layer.put("layer", name(step.layer()));
            layer.put("output", dimensions(step.output()));
            layer.put("parameters", step.parameterCount());
            layer.put("multiplyAdds", step.multiplyAdds());
            layers.add(layer);
        }
        var document = new LinkedHashMap<String, Object>();
        document.put("network", network.name());
        document.put("input", dimensions(network.input()));
        document.put("classes", network.classes());
        document.put("layers", layers);
        document.put("parameters", network.parameterCount());
        document.put("multiplyAdds", multiplyAdds());
        return document;
    }

    private long multiplyAdds() {
        return network.steps().stream().mapToLong(Network.Step::multiplyAdds).sum();
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
        if (layer instanceof Layer.Dense dense) {
            return dense.name() + ": dense";
        }
        if (layer instanceof Layer.Padding padding) {
            return "padding " + padding.pixels();
        }
        return layer.toString().toLowerCase(Locale.ROOT);
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

    private static List<Integer> dimensions(ImageShape shape) {
        return List.of(shape.channels(), shape.height(), shape.width());
    }
}
