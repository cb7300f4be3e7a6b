package io.convoy.spark.cli;

import io.convoy.spark.checkpoint.Resume;
import io.convoy.spark.fit.CheckpointSettings;
import io.convoy.spark.store.Storage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** The options that say where a run leaves what it needs to go on, and whether it goes on. */
final class CheckpointOptions {

    static final Option<String> CHECKPOINT = Option.uri(
            "checkpoint",
            "DIR",
            "a folder",
            "hdfs:///checkpoints/digits",
            "Where to leave what the run needs to go on after it was stopped: the same command goes on by itself, to"
                    + " the same bits.");
    static final Option<Integer> CHECKPOINT_EVERY = Option.wholeNumber(
                    "checkpointEvery", 1, 100_000, "5", "Epochs between two checkpoints.")
            .withDefault("1");
    static final Option<Resume> RESUME = Option.choice(
                    "resume",
                    policies(),
                    "require",
                    "Goes on from the newest checkpoint: if there is one, never, or fails if there is none.")
            .withDefault("auto");
    static final Option<Integer> KEEP_CHECKPOINTS = Option.wholeNumber(
                    "keepCheckpoints", 1, 100_000, "5", "How many checkpoints stay; older ones are deleted.")
            .withDefault("3");

    private CheckpointOptions() {}

    static void check(Session session) {
        var settings = session.settings();
        if (!settings.isChosen(CHECKPOINT)) {
            for (var option : List.of(CHECKPOINT_EVERY, RESUME, KEEP_CHECKPOINTS)) {
                if (settings.isChosen(option)) {
                    settings.problem("%s has no effect without %s; add that or remove this"
                            .formatted(option.flag(), CHECKPOINT.flag()));
                }
            }
        }
        settings.find(CHECKPOINT)
                .flatMap(uri -> Storage.obstacle(new Path(uri), session.hadoop()))
                .ifPresent(obstacle -> settings.problem(CHECKPOINT, obstacle));
    }

    /** @param settings without problems */
    static Optional<CheckpointSettings> request(Settings settings) {
        return settings.find(CHECKPOINT).map(uri -> request(settings, uri));
    }

    /** @param uri instead of the option for it */
    static CheckpointSettings request(Settings settings, String uri) {
        return new CheckpointSettings(
                uri, settings.get(CHECKPOINT_EVERY), settings.get(RESUME), settings.get(KEEP_CHECKPOINTS));
    }

    private static Map<String, Resume> policies() {
        var policies = new LinkedHashMap<String, Resume>();
        policies.put("auto", Resume.AUTO);
        policies.put("never", Resume.NEVER);
        policies.put("require", Resume.REQUIRE);
        return policies;
    }
}
