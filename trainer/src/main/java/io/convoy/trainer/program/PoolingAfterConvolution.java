package io.convoy.trainer.program;

import io.convoy.kernels.Window;
import io.convoy.trainer.network.Layer;
import java.util.ArrayList;
import java.util.List;

/** Convolution, ReLU and 2×2 max pooling become one sweep, where nothing else takes what is between. */
final class PoolingAfterConvolution {

    private PoolingAfterConvolution() {}

    static Graph apply(Graph graph) {
        var nodes = new ArrayList<Node>();
        var given = graph.nodes();
        for (int i = 0; i < given.size(); i++) {
            var node = given.get(i);
            if (node.operator() instanceof Operator.Convolution convolution && isPooled(graph, i)) {
                nodes.add(new Node(
                        new Operator.PooledConvolution(convolution),
                        node.inputs(),
                        given.get(i + 2).output()));
                i += 2;
            } else {
                nodes.add(node);
            }
        }
        return new Graph(graph.padding(), graph.input(), nodes, graph.output());
    }

    private static boolean isPooled(Graph graph, int i) {
        return i + 2 < graph.nodes().size()
                && feeds(graph, i)
                && feeds(graph, i + 1)
                && graph.nodes().get(i + 1).operator() instanceof Operator.Activation activation
                && activation.function() == Layer.Activation.RELU
                && graph.nodes().get(i + 2).operator() instanceof Operator.MaxPooling pooling
                && pooling.shape().window().equals(Window.HALVING);
    }

    /** Whether the next node, and no other, takes what node {@code i} gives. */
    private static boolean feeds(Graph graph, int i) {
        return graph.consumers(graph.nodes().get(i).output()).equals(List.of(i + 1));
    }
}
