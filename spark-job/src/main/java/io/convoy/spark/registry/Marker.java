package io.convoy.spark.registry;

import io.convoy.spark.store.Publishing;
import java.time.Instant;
import java.util.Objects;

/**
 * {@code registry.json} at a registry's root: tells a registry from any other folder.
 *
 * @param layout version of the folder layout
 */
record Marker(String kind, int layout, Publishing publishing, Instant created) {

    static final String FILE = "registry.json";

    private static final String KIND = "convoy-registry";
    private static final int LAYOUT = 1;

    Marker {
        if (!KIND.equals(kind)) {
            throw new IllegalArgumentException("expected kind '" + KIND + "' but found '" + kind + "'");
        }
        if (layout != LAYOUT) {
            throw new IllegalArgumentException("expected layout " + LAYOUT + " but found " + layout);
        }
        Objects.requireNonNull(publishing, "publishing");
        Objects.requireNonNull(created, "created");
    }

    static Marker now(Publishing publishing) {
        return new Marker(KIND, LAYOUT, publishing, Instant.now());
    }
}
