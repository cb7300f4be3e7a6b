package io.convoy.trainer.model;

import java.util.HashMap;
import java.util.Map;

/**
 * Names for layers with tensors that have none: their kind and a number, which counts within the nearest sequence that
 * has a name.
 */
final class LayerNames {

    private final Map<String, Integer> counts = new HashMap<>();

    String next(String kind) {
        return kind + counts.merge(kind, 1, Integer::sum);
    }

    LayerNames within(String sequence) {
        return sequence.isEmpty() ? this : new LayerNames();
    }
}
