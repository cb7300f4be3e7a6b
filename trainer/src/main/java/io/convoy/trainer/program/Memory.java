package io.convoy.trainer.program;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where every value and gradient lies. What lives at different times shares an array; what lives within one segment of
 * the schedule and one direction has room for one block only; what the backward pass reads is kept for all blocks.
 */
final class Memory {

    /** The gradient by input {@code number} of node {@code node}. */
    private record Edge(int node, int number) {}

    private final Graph graph;
    private final Set<Value> learned;
    private final Places placesOfValues;
    private final Places placesOfGradients;
    private final Map<Value, Room> values = new LinkedHashMap<>();
    private final Map<Value, Room> gradients = new LinkedHashMap<>();

    /** Of the backward pass of a node. */
    private final Map<Integer, Room> scratch = new LinkedHashMap<>();

    /** Of gradients that are added to those of other consumers. */
    private final Map<Edge, Room> terms = new LinkedHashMap<>();

    private final Map<Room, Slot> slots;

    private Memory(Graph graph, Schedule schedule, Set<Value> learned, int blocks) {
        this.graph = graph;
        this.learned = learned;
        placesOfValues = Places.ofValues(graph, learned);
        placesOfGradients = Places.ofGradients(graph, learned);
        var clock = new Clock(schedule, graph.nodes().size());
        value(graph.input()).pin();
        for (int i = 0; i < graph.nodes().size(); i++) {
            touchValues(clock, i);
            touchGradients(clock, i);
        }
        touchOutput(clock);
        slots = Slots.allot(
                clock,
                blocks,
                Stream.of(values, gradients, scratch, terms)
                        .flatMap(rooms -> rooms.values().stream())
                        .toList());
    }

    /** @param learned the values with a gradient; empty for inference */
    static Memory of(Graph graph, Schedule schedule, Set<Value> learned, int blocks) {
        return new Memory(graph, schedule, learned, blocks);
    }

    private void touchValues(Clock clock, int i) {
        var node = graph.nodes().get(i);
        var operator = node.operator();
        boolean hasBackward = learned.contains(node.output());
        value(node.output()).touch(clock.forward(i), operator.isBatchwise());
        if (hasBackward && operator.readsOutput()) {
            value(node.output()).touch(clock.backward(i), operator.isBatchwise());
        }
        for (var input : node.inputs()) {
            value(input).touch(clock.forward(i), operator.isBatchwise());
            if (hasBackward && operator.readsInputs()) {
                value(input).touch(clock.backward(i), operator.isBatchwise());
            }
        }
    }

    private void touchGradients(Clock clock, int i) {
        var node = graph.nodes().get(i);
        if (!learned.contains(node.output())) {
            return;
        }
        boolean isBatchwise = node.operator().isBatchwise();
        gradient(node.output()).touch(clock.backward(i), isBatchwise);
        if (node.operator().scratch() > 0 && learned.contains(node.input())) {
            touch(scratch, i, node.operator().scratch(), clock.backward(i), false);
        }
        for (int j = 0; j < node.inputs().size(); j++) {
            var input = node.inputs().get(j);
            if (learned.contains(input)) {
                gradient(input).touch(clock.backward(i), isBatchwise);
                if (isAdded(i, j)) {
                    touch(terms, new Edge(i, j), input.size(), clock.backward(i), isBatchwise);
                }
            }
        }
    }

    private static <T> void touch(Map<T, Room> rooms, T key, int size, int tick, boolean isBatchwise) {
        rooms.computeIfAbsent(key, k -> new Room(size)).touch(tick, isBatchwise);
    }

    /** The loss takes the logits and gives their gradient; predictions are read after the step. */
    private void touchOutput(Clock clock) {
        value(graph.output()).touch(clock.loss(), true);
        value(graph.output()).touch(clock.end(), true);
        if (learned.contains(graph.output())) {
            gradient(graph.output()).touch(clock.loss(), true);
        }
    }

    /** Whether another consumer, or the same in an earlier place, has overwritten the input's gradient before. */
    private boolean isAdded(int i, int j) {
        var input = graph.nodes().get(i).inputs().get(j);
        var consumers = graph.consumers(input);
        return consumers.get(consumers.size() - 1) != i
                || graph.nodes().get(i).inputs().indexOf(input) != j;
    }

    private Room value(Value value) {
        return values.computeIfAbsent(placesOfValues.of(value).root(), root -> new Room(root.size()));
    }

    private Room gradient(Value value) {
        return gradients.computeIfAbsent(placesOfGradients.of(value).root(), root -> new Room(root.size()));
    }

    /** The images, with no gradient. */
    Activations input() {
        return new Activations(graph.input().size(), valueSlot(graph.input()), Slot.NONE);
    }

    /** What node {@code i} takes, and where its backward pass leaves the gradient. */
    Activations input(int i, int j) {
        var input = graph.nodes().get(i).inputs().get(j);
        var term = terms.get(new Edge(i, j));
        return new Activations(input.size(), valueSlot(input), term == null ? gradientSlot(input) : slot(term));
    }

    /** Where the gradient that {@link #input(int, int)} leaves must be added to, if it must. */
    Optional<Slot> sum(int i, int j) {
        return terms.containsKey(new Edge(i, j))
                ? Optional.of(gradientSlot(graph.nodes().get(i).inputs().get(j)))
                : Optional.empty();
    }

    Activations output(int i) {
        return of(graph.nodes().get(i).output());
    }

    Activations of(Value value) {
        return new Activations(value.size(), valueSlot(value), gradientSlot(value));
    }

    Slot scratch(int i) {
        return slot(scratch.get(i));
    }

    private Slot valueSlot(Value value) {
        var place = placesOfValues.of(value);
        return slot(values.get(place.root())).behind(place.behind());
    }

    private Slot gradientSlot(Value value) {
        if (!learned.contains(value)) {
            return Slot.NONE;
        }
        var place = placesOfGradients.of(value);
        return slot(gradients.get(place.root())).behind(place.behind());
    }

    private Slot slot(@Nullable Room room) {
        var slot = room == null ? null : slots.get(room);
        return slot == null ? Slot.NONE : slot;
    }
}
