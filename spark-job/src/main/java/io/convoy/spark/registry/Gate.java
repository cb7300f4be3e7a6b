package io.convoy.spark.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Keeps a worse model out of service. Challenger and champion are measured on the same held-out images.
 *
 * @param minAccuracy the least accuracy that a challenger may have, in [0, 1]
 * @param maxDrop by how much it may be worse than the champion, in [0, 1]
 */
public record Gate(double minAccuracy, double maxDrop) {

    public Gate {
        requireFraction("minAccuracy", minAccuracy);
        requireFraction("maxDrop", maxDrop);
    }

    /** The model in service and its accuracy on the held-out images, in [0, 1]. */
    public record Champion(long version, double accuracy) {

        public Champion {
            requireFraction("champion accuracy", accuracy);
        }
    }

    /**
     * @param challenger the new model's accuracy, in [0, 1]
     * @param champion empty if there is no model to compare with; then only {@code minAccuracy} counts
     * @param examples how many images both were measured on
     */
    public GateDecision decide(double challenger, Optional<Champion> champion, long examples) {
        requireFraction("challenger accuracy", challenger);
        List<String> reasons = new ArrayList<>();
        if (challenger < minAccuracy) {
            reasons.add(text("accuracy %.4f is below the minimum of %.4f", challenger, minAccuracy));
        }
        champion.filter(best -> best.accuracy() - challenger > maxDrop)
                .ifPresent(best -> reasons.add(text(
                        "accuracy %.4f is %.4f below version %d with %.4f; at most %.4f is allowed",
                        challenger, best.accuracy() - challenger, best.version(), best.accuracy(), maxDrop)));
        boolean accepted = reasons.isEmpty();
        if (accepted) {
            reasons.add(champion.map(best -> text(
                            "accuracy %.4f against %.4f of version %d", challenger, best.accuracy(), best.version()))
                    .orElseGet(() -> text("accuracy %.4f; there is no model in service yet", challenger)));
        }
        return new GateDecision(
                accepted, reasons, challenger, champion.orElse(null), minAccuracy, maxDrop, examples, Instant.now());
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    private static void requireFraction(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("expected " + name + " from 0 to 1 but found " + value);
        }
    }
}
