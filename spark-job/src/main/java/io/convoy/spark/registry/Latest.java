package io.convoy.spark.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * {@code latest.json}: the version in service, which is the champion that a new model has to meet.
 *
 * @param earlier the versions that served before, the last one first; a rollback goes back along it and forgets the
 *     version it leaves
 * @param changedBy the command that set it, such as {@code rollback}
 */
public record Latest(long version, List<Long> earlier, Instant changed, String changedBy) {

    static final String FILE = "latest.json";

    private static final int KEPT = 100;

    public Latest {
        if (version < 1) {
            throw new IllegalArgumentException("expected a version from 1 up but found " + version);
        }
        earlier = List.copyOf(earlier);
        Objects.requireNonNull(changed, "changed");
        Objects.requireNonNull(changedBy, "changedBy");
    }

    Latest followedBy(long next, Instant now, String by) {
        List<Long> before = new ArrayList<>();
        before.add(version);
        before.addAll(earlier);
        before.removeIf(number -> number == next);
        return new Latest(next, before.subList(0, Math.min(KEPT, before.size())), now, by);
    }
}
