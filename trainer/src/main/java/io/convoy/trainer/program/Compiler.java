package io.convoy.trainer.program;

import io.convoy.kernels.Kernels;
import io.convoy.trainer.network.Network;
import java.util.Set;

/** The passes, one after the other, for minibatches of up to {@code blocks} blocks. */
final class Compiler {

    private Compiler() {}

    static Stages forTraining(Network network, Kernels kernels, GhostGroups ghosts, int blocks) {
        var graph = Fusions.apply(Lowering.forTraining(network));
        return compile(graph, graph.learned(), kernels, ghosts, blocks);
    }

    /** Forward only: nothing is kept for a backward pass. */
    static Stages forInference(Network network, Kernels kernels, int blocks) {
        return compile(Fusions.apply(Lowering.forInference(network)), Set.of(), kernels, GhostGroups.USUAL, blocks);
    }

    private static Stages compile(Graph graph, Set<Value> learned, Kernels kernels, GhostGroups ghosts, int blocks) {
        var schedule = Schedule.of(graph);
        var memory = Memory.of(graph, schedule, learned, blocks);
        return new Binding(graph, memory, learned, kernels, ghosts, blocks).bind(schedule);
    }
}
