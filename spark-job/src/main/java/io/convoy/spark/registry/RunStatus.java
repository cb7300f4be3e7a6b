package io.convoy.spark.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code status.json} of a run: how far it is, for people and monitors.
 *
 * @param outcome null while it runs
 * @param message one line about the stage or the outcome
 * @param applicationId Spark's
 * @param attempt how many times the run was begun, from 1 up
 * @param version the version that it published; null if it has not
 * @param accuracy of its model on the test images; null before the gate has decided
 * @param model where its model lies, in service or not; null before the gate has decided
 * @param history every stage of this attempt with the time at which it began
 * @param earlier the attempts before this one, the first one first
 */
public record RunStatus(
        String runId,
        Stage stage,
        @Nullable Outcome outcome,
        String message,
        String applicationId,
        int attempt,
        Instant started,
        Instant updated,
        @Nullable Long version,
        @Nullable Double accuracy,
        @Nullable String model,
        List<StageStart> history,
        List<Attempt> earlier) {

    /** Statuses of before had no attempts. */
    private static final List<Attempt> NONE = List.of();

    /** Where a run stands. */
    public enum Stage {
        STARTED,
        READING_DATA,
        TRAINING,
        COMPARING,
        PUBLISHING,
        ENDED
    }

    /** How a run ended. */
    public enum Outcome {
        /** Its model is in service. */
        PUBLISHED(true),
        /** Its model is kept in the run's folder, out of service. */
        REJECTED(true),
        /** There was nothing new to learn from. */
        UNCHANGED(true),
        /** Another run held the lock. */
        LOCKED(false),
        FAILED(false);

        private final boolean last;

        Outcome(boolean last) {
            this.last = last;
        }

        /** Whether the run of this id need never be made again. */
        public boolean isLast() {
            return last;
        }
    }

    public record StageStart(Stage stage, Instant at) {

        public StageStart {
            Objects.requireNonNull(stage, "stage");
            Objects.requireNonNull(at, "at");
        }
    }

    /**
     * An attempt that another one followed.
     *
     * @param ended when it was last heard of
     * @param outcome null if it never told of one
     */
    public record Attempt(
            int attempt,
            String applicationId,
            Instant started,
            Instant ended,
            @Nullable Outcome outcome,
            String message,
            List<StageStart> history) {

        public Attempt {
            Objects.requireNonNull(applicationId, "applicationId");
            Objects.requireNonNull(started, "started");
            Objects.requireNonNull(ended, "ended");
            Objects.requireNonNull(message, "message");
            history = List.copyOf(history);
        }
    }

    public RunStatus {
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(applicationId, "applicationId");
        Objects.requireNonNull(started, "started");
        Objects.requireNonNull(updated, "updated");
        history = List.copyOf(history);
        earlier = List.copyOf(Objects.requireNonNullElse(earlier, NONE));
    }

    public static RunStatus begin(RunId id, String applicationId) {
        return begin(id.value(), applicationId, 1, NONE);
    }

    /** The next attempt at the same run. */
    public RunStatus again(String nextApplicationId) {
        List<Attempt> attempts = new ArrayList<>(earlier);
        attempts.add(new Attempt(attempt, applicationId, started, updated, outcome, message, history));
        return begin(runId, nextApplicationId, attempt + 1, attempts);
    }

    private static RunStatus begin(String id, String applicationId, int attempt, List<Attempt> earlier) {
        Instant now = Instant.now();
        return new RunStatus(
                id,
                Stage.STARTED,
                null,
                "started",
                applicationId,
                attempt,
                now,
                now,
                null,
                null,
                null,
                List.of(new StageStart(Stage.STARTED, now)),
                earlier);
    }

    /** The same run in its next stage, or with news about this one. */
    public RunStatus at(Stage next, String news) {
        return moved(next, null, news, version);
    }

    /** With what its model is worth and where it lies. */
    public RunStatus judged(double testAccuracy, String folder) {
        return new RunStatus(
                runId,
                stage,
                outcome,
                message,
                applicationId,
                attempt,
                started,
                updated,
                version,
                testAccuracy,
                folder,
                history,
                earlier);
    }

    Instant firstStarted() {
        return earlier.isEmpty() ? started : earlier.get(0).started();
    }

    /** How long its attempts took, as far as they told. */
    public Duration duration() {
        return earlier.stream()
                .map(attempt -> Duration.between(attempt.started(), attempt.ended()))
                .reduce(Duration.between(started, updated), Duration::plus);
    }

    public RunStatus ended(Outcome how, String news, @Nullable Long published) {
        return moved(Stage.ENDED, how, news, published);
    }

    private RunStatus moved(Stage next, @Nullable Outcome how, String news, @Nullable Long published) {
        Instant now = Instant.now();
        List<StageStart> stages = new ArrayList<>(history);
        if (next != stage) {
            stages.add(new StageStart(next, now));
        }
        return new RunStatus(
                runId,
                next,
                how,
                news,
                applicationId,
                attempt,
                started,
                now,
                published,
                accuracy,
                model,
                stages,
                earlier);
    }

    /** Whether this run is done for good: making it again has nothing to do. */
    public boolean isFinished() {
        return outcome != null && outcome.isLast();
    }
}
