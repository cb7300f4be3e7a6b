package io.convoy.trainer.program;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which values lie in one place: an operator that works in place gives its output where its input was, and the inputs
 * of a concatenation lie in its output. The same for the gradients.
 */
final class Places {

    /** A value lies in that of {@code root}, behind {@code behind} values of each image. */
    record Place(Value root, int behind) {}

    private final Map<Value, Place> moved = new HashMap<>();

    private Places() {}

    /** @param learned the values with a backward pass; empty for inference */
    static Places ofValues(Graph graph, Set<Value> learned) {
        var places = new Places();
        for (int i = 0; i < graph.nodes().size(); i++) {
            var node = graph.nodes().get(i);
            boolean overwrites = node.operator().worksInPlace() && mayOverwrite(graph, learned, i);
            if (node.operator().isIdentity() || overwrites) {
                places.moved.put(node.output(), new Place(node.inputs().get(0), 0));
            }
        }
        for (var node : graph.nodes()) {
            if (node.operator() instanceof Operator.Concatenation) {
                places.concatenate(graph, node, node.inputs());
            }
        }
        return places;
    }

    /** Whether nobody needs the first input of node {@code i} once the node has run. */
    private static boolean mayOverwrite(Graph graph, Set<Value> learned, int i) {
        var node = graph.nodes().get(i);
        var input = node.inputs().get(0);
        var producer = graph.producer(input);
        return producer.isPresent()
                && !(producer.get().operator() instanceof Operator.Concatenation)
                && !producer.get().operator().isIdentity()
                && graph.consumers(input).equals(List.of(i))
                && node.inputs().lastIndexOf(input) == 0
                && !(learned.contains(node.output()) && node.operator().readsInputs())
                && !(learned.contains(input) && producer.get().operator().readsOutput());
    }

    /**
     * What a node's backward pass writes lies where it reads, if no other consumer of that input writes before: an
     * earlier one adds to it later.
     */
    static Places ofGradients(Graph graph, Set<Value> learned) {
        var places = new Places();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            var node = graph.nodes().get(i);
            int last = i;
            var first = node.inputs().stream()
                    .distinct()
                    .filter(learned::contains)
                    .filter(input -> last(graph, input) == last)
                    .toList();
            if (node.operator() instanceof Operator.Concatenation) {
                places.concatenate(graph, node, first);
            } else if (node.operator().passesGradientInPlace() && first.contains(node.input())) {
                places.passInPlace(graph, node);
            }
        }
        return places;
    }

    private static int last(Graph graph, Value value) {
        var consumers = graph.consumers(value);
        return consumers.get(consumers.size() - 1);
    }

    private void passInPlace(Graph graph, Node node) {
        boolean isWhole = root(node.output()).size() == node.output().size();
        if (isWhole || !isTakenWhole(graph, node.input())) {
            moved.put(node.input(), new Place(node.output(), 0));
        }
    }

    private Value root(Value value) {
        return of(value).root();
    }

    private void concatenate(Graph graph, Node node, Collection<Value> movable) {
        int behind = 0;
        for (var input : node.inputs()) {
            var root = root(input);
            if (movable.contains(input)
                    && root.size() == input.size()
                    && !root.equals(root(node.output()))
                    && !root.equals(graph.input())
                    && !isTakenWholeWith(graph, root)) {
                moved.put(root, new Place(node.output(), behind));
            }
            behind += input.size();
        }
    }

    private boolean isTakenWholeWith(Graph graph, Value root) {
        return graph.nodes().stream()
                .map(Node::output)
                .filter(value -> root(value).equals(root))
                .anyMatch(value -> isTakenWhole(graph, value));
    }

    /** Whether a batchwise operator or the loss takes or gives the value as a whole array. */
    private static boolean isTakenWhole(Graph graph, Value value) {
        return value.equals(graph.output())
                || graph.nodes().stream()
                        .filter(node -> node.operator().isBatchwise())
                        .anyMatch(node ->
                                node.output().equals(value) || node.inputs().contains(value));
    }

    Place of(Value value) {
        int behind = 0;
        var root = value;
        for (var place = moved.get(root); place != null; place = moved.get(root)) {
            behind += place.behind();
            root = place.root();
        }
        return new Place(root, behind);
    }
}
