package io.convoy.spark.checkpoint;

import io.convoy.trainer.averaging.TrainingState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A run between two epochs.
 *
 * @param identity what must be the same for the run to go on: settings that decide its bits, and what its data is
 * @param metrics a line for each epoch so far
 */
public record Checkpoint(TrainingState state, SortedMap<String, String> identity, List<String> metrics) {

    public Checkpoint {
        identity = Collections.unmodifiableSortedMap(new TreeMap<>(identity));
        metrics = List.copyOf(metrics);
        requireFinite("weight", state.weights());
        requireFinite("optimiser state", state.optimiserState());
        requireFinite("outer state", state.outerState());
        state.average().ifPresent(average -> requireFinite("average weight", average));
        state.best().ifPresent(best -> requireFinite("weight of the best epoch", best.weights()));
    }

    /** How a run differs from this one, a line for each difference; none if it may go on from here. */
    public List<String> differences(Map<String, String> other) {
        var names = new TreeSet<>(identity.keySet());
        names.addAll(other.keySet());
        var differences = new ArrayList<String>();
        for (var name : names) {
            var then = identity.get(name);
            var now = other.get(name);
            if (!Objects.equals(then, now)) {
                differences.add(name + " was " + (then == null ? "not set" : then) + " and is "
                        + (now == null ? "not set" : now));
            }
        }
        return differences;
    }

    private static void requireFinite(String name, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        name + " " + i + " is " + values[i] + "; nothing that is not finite is checkpointed");
            }
        }
    }
}
