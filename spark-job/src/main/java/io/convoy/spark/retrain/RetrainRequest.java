package io.convoy.spark.retrain;

import io.convoy.spark.checkpoint.Resume;
import io.convoy.spark.fit.TrainingRequest;
import io.convoy.spark.registry.Gate;
import io.convoy.spark.registry.RunId;
import io.convoy.spark.registry.Webhook;
import io.convoy.spark.store.OnLocked;
import java.time.Duration;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * All that a night needs.
 *
 * @param training what is to be trained; its folders are those of the run
 * @param initFrom {@code latest}, {@code none}, a version or a URI
 * @param resume whether a run that was stopped goes on from its checkpoints
 * @param runIfUnchanged whether to train on the data of the last training again
 * @param publishIfRolledBack whether the version that the run began from may be rolled back meanwhile
 */
public record RetrainRequest(
        Training training,
        String registry,
        RunId runId,
        int keep,
        Gate gate,
        OnLocked onLocked,
        Duration lockExpiry,
        Duration lockPatience,
        String initFrom,
        Resume resume,
        boolean runIfUnchanged,
        boolean publishIfRolledBack,
        Optional<Webhook> webhook) {

    public static final String LATEST = "latest";
    public static final String NONE = "none";

    /** A training whose data are opened only once the run has the lock. */
    @FunctionalInterface
    public interface Training {

        /** @throws io.convoy.spark.data.DataException if the data are missing or damaged */
        TrainingRequest open(Configuration hadoop);
    }
}
