package io.convoy.trainer.program;

import io.convoy.kernels.ConvolutionShape;
import io.convoy.trainer.network.ImageShape;
import java.util.ArrayList;
import java.util.List;

/** Zeros around the image, of padding layers in front or of the first convolution, are laid as it is unpacked. */
final class Framing {

    private Framing() {}

    static Graph apply(Graph graph) {
        var framed = graph;
        while (isFirst(framed) && framed.nodes().get(0).operator() instanceof Operator.Padding frame) {
            framed = withoutPadding(framed, frame.pixels());
        }
        if (isFirst(framed)
                && framed.nodes().get(0).operator() instanceof Operator.Convolution first
                && first.shape().window().paddingHeight()
                        == first.shape().window().paddingWidth()) {
            framed = withFramedConvolution(framed, first);
        }
        return framed;
    }

    /** Whether the first node alone takes the images, and others follow. */
    private static boolean isFirst(Graph graph) {
        return graph.nodes().size() > 1 && graph.consumers(graph.input()).equals(List.of(0));
    }

    /** The padded image takes the place of the input. */
    private static Graph withoutPadding(Graph graph, int pixels) {
        return new Graph(
                graph.padding() + pixels,
                graph.nodes().get(0).output(),
                graph.nodes().subList(1, graph.nodes().size()),
                graph.output());
    }

    private static Graph withFramedConvolution(Graph graph, Operator.Convolution convolution) {
        var shape = convolution.shape();
        int padding = shape.window().paddingHeight();
        var image = graph.input().shape();
        var framed = new Value(
                graph.input().number(),
                new ImageShape(image.channels(), image.height() + 2 * padding, image.width() + 2 * padding));
        var unpadded = new ConvolutionShape(
                shape.inputChannels(),
                framed.shape().height(),
                framed.shape().width(),
                shape.outputChannels(),
                shape.window().withPadding(0),
                shape.groups());
        var nodes = new ArrayList<>(graph.nodes());
        nodes.set(
                0,
                new Node(
                        new Operator.Convolution(unpadded, convolution.weights(), convolution.bias()),
                        List.of(framed),
                        nodes.get(0).output()));
        return new Graph(graph.padding() + padding, framed, nodes, graph.output());
    }
}
