package io.convoy.trainer.network;

import java.util.List;

/** A learned tensor: its name and dimensions, the slowest first. */
public record Tensor(String name, List<Integer> dimensions) {

    public Tensor {
        dimensions = List.copyOf(dimensions);
    }

    public int size() {
        return dimensions.stream().reduce(1, Math::multiplyExact);
    }
}
