package io.convoy.spark.cli;

import io.convoy.spark.registry.Gate;
import io.convoy.spark.registry.Registry;
import io.convoy.spark.registry.RunId;
import io.convoy.spark.registry.Webhook;
import io.convoy.spark.retrain.RetrainRequest;
import io.convoy.spark.store.OnLocked;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options of {@code retrain} and {@code registry}. */
final class RetrainOptions {

    static final Option<String> REGISTRY = Option.uri(
            "registry", "URI", "a registry's folder", "hdfs:///models/digits", "Where the versions of the model are.");
    static final Option<RunId> RUN_ID = new Option<>(
            "runId",
            "ID",
            RunId::new,
            "1 to 100 letters, digits or . _ - beginning with a letter or digit",
            List.of(),
            "2026-01-31",
            null,
            "Names the run, usually by the date it is for. A run that is finished is not made again.");
    static final Option<Integer> KEEP = Option.wholeNumber(
                    "keep",
                    1,
                    10_000,
                    "5",
                    "How many versions stay. The one in service and those younger than a day stay besides.")
            .withDefault("5");
    static final Option<Double> MIN_ACCURACY = Option.number(
                    "minAccuracy", Range.from(0, 1), "0.85", "A new model below this test accuracy is not published.")
            .withDefault("0");
    static final Option<Double> MAX_DROP = Option.number(
                    "maxDrop",
                    Range.from(0, 1),
                    "0.005",
                    "A new model is not published if its test accuracy is lower by more than this than that of the model"
                            + " in service.")
            .withDefault("0.01");
    static final Option<OnLocked> ON_LOCKED = Option.choice(
                    "onLocked",
                    lockedChoices(),
                    "wait",
                    "What happens when another run has the registry's lock: an error, no run, or waiting for it.")
            .withDefault("fail");
    static final Option<Integer> LOCK_EXPIRY = Option.wholeNumber(
                    "lockExpiry",
                    10,
                    86_400,
                    "120",
                    "Seconds without a sign of life after which others may take this run's lock.")
            .withDefault("120");
    static final Option<Integer> LOCK_PATIENCE = Option.wholeNumber(
                    "lockPatience", 1, 604_800, "3600", "With --on-locked wait: seconds until it gives up.")
            .withDefault("3600");
    static final Option<String> INIT_FROM = new Option<>(
            "initFrom",
            "MODEL",
            text -> text,
            "latest, none, a version's number, or the URI of a model",
            List.of(),
            RetrainRequest.LATEST,
            RetrainRequest.LATEST,
            "The weights to begin with. A model brings its normalisation with it.");
    static final Option<Boolean> IF_UNCHANGED = Option.choice(
                    "ifUnchanged",
                    unchangedChoices(),
                    "run",
                    "What happens when the data are those of the last training: nothing, or a run all the same.")
            .withDefault("skip");
    static final Option<Boolean> IF_ROLLED_BACK = Option.choice(
                    "ifRolledBack",
                    rolledBackChoices(),
                    "publish",
                    "What happens when the version that the run began from was rolled back while it trained: the new model"
                            + " is kept out of service, or published if it is good enough.")
            .withDefault("reject");
    static final Option<Webhook> WEBHOOK = new Option<>(
            "webhook",
            "URL",
            text -> new Webhook(URI.create(text)),
            "an http or https URL, whose port, if it has one, is from 1 to 65535",
            List.of(),
            "https://example.org/hook",
            null,
            "Receives the run's status.json at its end by HTTP POST. A URL that holds a secret belongs into --config.");
    static final Option<Long> MODEL_VERSION = new Option<>(
            "modelVersion",
            "N",
            Registry::versionNumber,
            "a version's number, from 1 up",
            List.of(),
            "7",
            null,
            "The version.");

    private RetrainOptions() {}

    /** @param settings without problems */
    static RetrainRequest request(Settings settings) {
        var training = TrainRequest.in(settings.get(REGISTRY), settings);
        return new RetrainRequest(
                training::open,
                settings.get(REGISTRY),
                settings.get(RUN_ID),
                settings.get(KEEP),
                new Gate(settings.get(MIN_ACCURACY), settings.get(MAX_DROP)),
                settings.get(ON_LOCKED),
                Duration.ofSeconds(settings.get(LOCK_EXPIRY)),
                Duration.ofSeconds(settings.get(LOCK_PATIENCE)),
                settings.get(INIT_FROM),
                settings.get(CheckpointOptions.RESUME),
                settings.get(IF_UNCHANGED),
                settings.get(IF_ROLLED_BACK),
                settings.find(WEBHOOK));
    }

    private static Map<String, OnLocked> lockedChoices() {
        var choices = new LinkedHashMap<String, OnLocked>();
        choices.put("fail", OnLocked.FAIL);
        choices.put("skip", OnLocked.SKIP);
        choices.put("wait", OnLocked.WAIT);
        return choices;
    }

    private static Map<String, Boolean> rolledBackChoices() {
        var choices = new LinkedHashMap<String, Boolean>();
        choices.put("reject", false);
        choices.put("publish", true);
        return choices;
    }

    private static Map<String, Boolean> unchangedChoices() {
        var choices = new LinkedHashMap<String, Boolean>();
        choices.put("skip", false);
        choices.put("run", true);
        return choices;
    }
}
