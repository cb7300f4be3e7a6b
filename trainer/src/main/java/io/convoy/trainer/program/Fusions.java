package io.convoy.trainer.program;

import java.util.List;
import java.util.function.UnaryOperator;

/** Every rewrite that makes one operator of several; each gives the same bits as what it replaces. */
final class Fusions {

    private static final List<UnaryOperator<Graph>> ALL = List.of(Framing::apply, PoolingAfterConvolution::apply);

    private Fusions() {}

    static Graph apply(Graph graph) {
        for (var fusion : ALL) {
            graph = fusion.apply(graph);
        }
        return graph;
    }
}
