package io.convoy.spark.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code latest.json}: the version in service, which is the champion that a new model has to meet.
 *
 * @param earlier the versions that served before, the last one first; a rollback goes back along it and forgets the
 *     version it leaves
 * @param changedBy the command that set it, such as {@code rollback}
 * @param withdrawn the versions that somebody took out of service for an earlier one, the last one first
 */
public record Latest(long version, List<Long> earlier, Instant changed, String changedBy, List<Withdrawn> withdrawn) {

    /** @param runId the run that published it; null if that is not known any more */
    public record Withdrawn(long version, @Nullable String runId) {}

    static final String FILE = "latest.json";

    private static final int KEPT = 100;

    public Latest {
        if (version < 1) {
            throw new IllegalArgumentException("expected a version from 1 up but found " + version);
        }
        earlier = List.copyOf(earlier);
        Objects.requireNonNull(changed, "changed");
        Objects.requireNonNull(changedBy, "changedBy");
        // An earlier release wrote none.
        withdrawn = withdrawn == null ? List.of() : List.copyOf(withdrawn);
    }

    static Latest first(long version, Instant now, String by) {
        return new Latest(version, List.of(), now, by, List.of());
    }

    Latest followedBy(long next, Instant now, String by) {
        List<Long> before = new ArrayList<>();
        before.add(version);
        before.addAll(earlier);
        before.removeIf(number -> number == next);
        return new Latest(next, head(before), now, by, without(next));
    }

    /** Back to one of {@link #earlier}; those that served after it are forgotten. */
    Latest backTo(long next, Instant now, String by) {
        List<Long> before = earlier.subList(earlier.indexOf(next) + 1, earlier.size());
        return new Latest(next, before, now, by, without(next));
    }

    /** @param runId of the version that was in service before {@code this} took its place */
    Latest withdrawing(long left, @Nullable String runId) {
        List<Withdrawn> all = new ArrayList<>();
        all.add(new Withdrawn(left, runId));
        all.addAll(without(left));
        return new Latest(version, earlier, changed, changedBy, head(all));
    }

    /** Whether that version is in service or ever was. */
    boolean hasServed(long number) {
        return number == version || earlier.contains(number) || isWithdrawn(number);
    }

    boolean isWithdrawn(long number) {
        return withdrawn.stream().anyMatch(left -> left.version() == number);
    }

    private List<Withdrawn> without(long number) {
        return withdrawn.stream().filter(left -> left.version() != number).toList();
    }

    private static <T> List<T> head(List<T> all) {
        return all.subList(0, Math.min(KEPT, all.size()));
    }
}
