package io.convoy.spark.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.spark.registry.RunStatus.Outcome;
import io.convoy.spark.registry.RunStatus.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    private static final RunId ID = new RunId("2026-01-31");

    @TempDir
    Path root;

    private RunFolder run;

    @BeforeEach
    void open() throws IOException {
        run = Registry.openOrCreate(root.toUri().toString(), new Configuration(), Optional.empty())
                .run(ID);
    }

    @Test
    void shouldTellEveryStageAndTheOutcome() throws IOException {
        assertEquals(Optional.empty(), run.status());
        RunStatus begun = RunStatus.begin(ID, "local-1");
        run.write(begun);
        assertEquals(Optional.of(begun), run.status());

        run.write(begun.at(Stage.TRAINING, "epoch 1 of 2")
                .at(Stage.TRAINING, "epoch 2 of 2")
                .ended(Outcome.PUBLISHED, "version 7 is in service", 7L));

        RunStatus ended = run.status().orElseThrow();
        assertEquals(
                List.of(Stage.STARTED, Stage.TRAINING, Stage.ENDED),
                ended.history().stream().map(RunStatus.StageStart::stage).toList());
        assertEquals(7, ended.version());
        assertTrue(ended.isFinished());
        assertTrue(Files.exists(root.resolve("runs/2026-01-31/status.json")));
    }

    @Test
    void shouldCountARunAsFinishedOnlyWhenARepetitionHasNothingToDo() {
        RunStatus begun = RunStatus.begin(ID, "local-1");

        assertFalse(begun.isFinished());
        assertTrue(begun.ended(Outcome.REJECTED, "", null).isFinished());
        assertTrue(begun.ended(Outcome.UNCHANGED, "", null).isFinished());
        assertFalse(begun.ended(Outcome.FAILED, "", null).isFinished());
        assertFalse(begun.ended(Outcome.LOCKED, "", null).isFinished());
    }

    @Test
    void shouldCountATornStatusAsNone() throws IOException {
        run.write(RunStatus.begin(ID, "local-1"));
        Files.writeString(root.resolve("runs/2026-01-31/status.json"), "{\"runId\"");

        assertEquals(Optional.empty(), run.status());
    }

    @Test
    void shouldShowAWholeStatusToAReaderAtEveryMoment() throws Exception {
        RunStatus begun = RunStatus.begin(ID, "local-1");
        run.write(begun);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try {
                for (int epoch = 0; epoch < 100; epoch++) {
                    run.write(begun.at(Stage.TRAINING, "epoch " + epoch + " ".repeat(100 * (epoch % 7))));
                }
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        });

        int reads = 0;
        while (!writer.isDone() || reads == 0) {
            assertTrue(run.status().isPresent());
            reads++;
        }
        writer.get();
    }
}
