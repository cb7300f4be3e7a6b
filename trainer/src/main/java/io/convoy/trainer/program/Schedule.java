package io.convoy.trainer.program;

import java.util.ArrayList;
import java.util.List;

/**
 * In what order nodes and blocks go. Between two barriers one block of sixteen images goes through all nodes before the
 * next begins, so that it stays in the cache; an operator that needs the whole minibatch is a segment of its own.
 */
record Schedule(List<Segment> segments) {

    /** Nodes {@code from} to below {@code to}. */
    record Segment(int from, int to, boolean isBatchwise) {}

    Schedule {
        segments = List.copyOf(segments);
    }

    static Schedule of(Graph graph) {
        var segments = new ArrayList<Segment>();
        int from = 0;
        for (int i = 0; i < graph.nodes().size(); i++) {
            var operator = graph.nodes().get(i).operator();
            if ((operator.isBatchwise() || operator.isBarrier()) && from < i) {
                segments.add(new Segment(from, i, false));
                from = i;
            }
            if (operator.isBatchwise()) {
                segments.add(new Segment(i, i + 1, true));
                from = i + 1;
            }
        }
        if (from < graph.nodes().size()) {
            segments.add(new Segment(from, graph.nodes().size(), false));
        }
        return new Schedule(segments);
    }

    /** The segment of a node. */
    Segment of(int node) {
        return segments.stream()
                .filter(segment -> segment.from() <= node && node < segment.to())
                .findFirst()
                .orElseThrow();
    }
}
