package io.convoy.spark.registry;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code decision.json} of a run: whether its model went into service, and why.
 *
 * @param champion null if no model was in service
 * @param holdOutExamples how many images both models were measured on
 */
public record GateDecision(
        boolean accepted,
        List<String> reasons,
        double challengerAccuracy,
        Gate.@Nullable Champion champion,
        double minAccuracy,
        double maxDrop,
        long holdOutExamples,
        Instant decided) {

    public GateDecision {
        reasons = List.copyOf(reasons);
        Objects.requireNonNull(decided, "decided");
    }

    /** The same figures, but kept out of service for another reason. */
    public GateDecision refused(String reason) {
        return new GateDecision(
                false,
                List.of(reason),
                challengerAccuracy,
                champion,
                minAccuracy,
                maxDrop,
                holdOutExamples,
                Instant.now());
    }
}
