package io.convoy.spark.cli;

import io.convoy.spark.registry.Gate;
import io.convoy.spark.registry.OnLocked;
import io.convoy.spark.registry.RunId;
import io.convoy.spark.registry.Webhook;
import java.time.Duration;
import java.util.Optional;

/**
 * All that {@code retrain} needs.
 *
 * @param training what is to be trained; its folders are those of the run
 * @param initFrom {@code latest}, {@code none}, a version or a URI
 * @param runIfUnchanged whether to train on the data of the last training again
 */
record RetrainRequest(
        TrainRequest training,
        String registry,
        RunId runId,
        int keep,
        Gate gate,
        OnLocked onLocked,
        Duration lockExpiry,
        Duration lockPatience,
        String initFrom,
        boolean runIfUnchanged,
        Optional<Webhook> webhook) {

    static RetrainRequest of(Settings settings) {
        return new RetrainRequest(
                TrainRequest.in(settings.get(RetrainOptions.REGISTRY), settings),
                settings.get(RetrainOptions.REGISTRY),
                settings.get(RetrainOptions.RUN_ID),
                settings.get(RetrainOptions.KEEP),
                new Gate(settings.get(RetrainOptions.MIN_ACCURACY), settings.get(RetrainOptions.MAX_DROP)),
                settings.get(RetrainOptions.ON_LOCKED),
                Duration.ofSeconds(settings.get(RetrainOptions.LOCK_EXPIRY)),
                Duration.ofSeconds(settings.get(RetrainOptions.LOCK_PATIENCE)),
                settings.get(RetrainOptions.INIT_FROM),
                settings.get(RetrainOptions.IF_UNCHANGED),
                settings.find(RetrainOptions.WEBHOOK));
    }
}
