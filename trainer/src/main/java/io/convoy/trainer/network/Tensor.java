package io.convoy.trainer.network;

import java.util.List;

/**
 * A tensor of a layer.
 *
 * @param dimensions the slowest first
 * @param fanIn connections that lead to one output, for a {@link Role#WEIGHT}; else 0
 * @param fanOut connections that one input feeds, for a {@link Role#WEIGHT}; else 0
 * @param initial what the values begin with, unless {@link Initialisation} draws them
 */
public record Tensor(String name, List<Integer> dimensions, Role role, int fanIn, int fanOut, float initial) {

    /** @throws IllegalArgumentException if there are more values than a network may have */
    public Tensor {
        dimensions = List.copyOf(dimensions);
        long size = 1;
        for (int dimension : dimensions) {
            size *= dimension;
            if (dimension < 1 || size > Network.MAXIMUM_PARAMETERS) {
                throw new IllegalArgumentException("tensor " + name + " of " + dimensions + " has more than "
                        + Network.MAXIMUM_PARAMETERS + " values; make the layer smaller");
            }
        }
    }

    /** A tensor of weights {@code [outputs][inputs of one output]…}. */
    static Tensor weight(String name, Integer... dimensions) {
        var weight = new Tensor(name, List.of(dimensions), Role.WEIGHT, 0, 0, 0);
        return new Tensor(
                name, weight.dimensions, Role.WEIGHT, weight.size() / dimensions[0], weight.size() / dimensions[1], 0);
    }

    static Tensor undecayed(String name, int size, float initial) {
        return new Tensor(name, List.of(size), Role.UNDECAYED, 0, 0, initial);
    }

    static Tensor statistic(String name, int size, float initial) {
        return new Tensor(name, List.of(size), Role.STATISTIC, 0, 0, initial);
    }

    /** The same tensor of a layer that stands in a sequence of that name; none if it is empty. */
    Tensor within(String sequence) {
        return sequence.isEmpty() ? this : new Tensor(sequence + "." + name, dimensions, role, fanIn, fanOut, initial);
    }

    public int size() {
        return dimensions.stream().reduce(1, (product, dimension) -> product * dimension);
    }
}
