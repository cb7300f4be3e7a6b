package io.convoy.trainer.program;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A network as a list of nodes in an order in which they can run.
 *
 * @param padding how many zeros to frame an image with as it is unpacked into {@code input}
 */
record Graph(int padding, Value input, List<Node> nodes, Value output) {

    Graph {
        nodes = List.copyOf(nodes);
    }

    /** Numbers of the nodes that take a value, in order; a node that takes it twice is told once. */
    List<Integer> consumers(Value value) {
        return IntStream.range(0, nodes.size())
                .filter(i -> nodes.get(i).inputs().contains(value))
                .boxed()
                .toList();
    }

    Optional<Node> producer(Value value) {
        return nodes.stream().filter(node -> node.output().equals(value)).findFirst();
    }

    /** The values that a learned parameter has a part in, whose gradient is needed. */
    Set<Value> learned() {
        var learned = new HashSet<Value>();
        for (var node : nodes) {
            if (node.operator().learns() || node.inputs().stream().anyMatch(learned::contains)) {
                learned.add(node.output());
            }
        }
        return learned;
    }
}
