package io.convoy.spark.registry;

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
 * @param history every stage with the time at which it began
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
        List<StageStart> history) {

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

    public RunStatus {
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(applicationId, "applicationId");
        Objects.requireNonNull(started, "started");
        Objects.requireNonNull(updated, "updated");
        history = List.copyOf(history);
    }

    public static RunStatus begin(RunId id, String applicationId, int attempt) {
        Instant now = Instant.now();
        return new RunStatus(
                id.value(),
                Stage.STARTED,
                null,
                "started",
                applicationId,
                attempt,
                now,
                now,
                null,
                List.of(new StageStart(Stage.STARTED, now)));
    }

    /** The same run in its next stage, or with news about this one. */
    public RunStatus at(Stage next, String news) {
        return moved(next, null, news, version);
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
        return new RunStatus(runId, next, how, news, applicationId, attempt, started, now, published, stages);
    }

    /** Whether this run is done for good: making it again has nothing to do. */
    public boolean isFinished() {
        return outcome != null && outcome.isLast();
    }
}
