package io.convoy.spark.yarn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.spark.Signal;
import io.convoy.spark.registry.RegistryChanges;
import io.convoy.spark.registry.RunId;
import io.convoy.spark.store.FolderLock;
import io.convoy.spark.store.LockHolder;
import io.convoy.spark.store.OnLocked;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Nights that are no plain success, by the files they leave and what YARN says of them. */
@ExtendWith(YarnCluster.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class YarnNightsIT {

    private final YarnCluster cluster;

    YarnNightsIT(YarnCluster cluster) {
        this.cluster = cluster;
    }

    private static void assertEndedAtOnce(FinalApplicationStatus expected, Job job) throws Exception {
        var application = job.application();
        assertEquals(expected, application.getFinalApplicationStatus(), application.getDiagnostics());
        assertEquals(1, application.getCurrentApplicationAttemptId().getAttemptId(), application.getDiagnostics());
    }

    private FolderLock lock(Nights registry) throws IOException {
        var holder = LockHolder.here("a test", "another run", 60);
        return registry.open().lockForRun(holder, OnLocked.FAIL, Duration.ZERO).orElseThrow();
    }

    /** Puts the model of {@code day-1} in service once more, as a run of another name. */
    private void publishAgain(Nights registry, String run, long champion) throws IOException {
        new RegistryChanges(registry.open(), "a test")
                .publish(
                        cluster.hdfs(),
                        new Path(registry.root(), "runs/day-1/model"),
                        new RunId(run),
                        Optional.of(champion),
                        Optional.empty(),
                        Map.of());
    }

    @Test
    void shouldDoNothingWhenAFinishedRunIsRepeated() throws Exception {
        var registry = Nights.served(cluster, "repeated");
        var before = registry.files();
        try (var job = registry.retrain(Job.inClusterMode(cluster).withoutExecutors(), "day-1", Nights.FEW)
                .start()) {
            var ended = job.end();

            assertEquals(0, ended.exitCode(), ended.output());
            assertEndedAtOnce(FinalApplicationStatus.SUCCEEDED, job);
            assertEquals(before, registry.files());
            assertTrue(
                    cluster.containerLogs(job.id().toString(), "stdout").stream()
                            .anyMatch(
                                    log -> log.contains("Run day-1 is finished, PUBLISHED: version 1 is in service.")),
                    "the log does not say so");
        }
    }

    @Test
    void shouldSucceedWithoutPublishingWhatTheGateRejects(@TempDir java.nio.file.Path folder) throws Exception {
        var registry = Nights.served(cluster, "rejected");
        var file = Files.writeString(folder.resolve("of-the-user.txt"), "");
        var where = Job.inClusterMode(cluster).words("--files", file.toString());
        try (var job = registry.retrain(where, "day-2", Nights.FEW)
                .words("--if-unchanged", "run", "--min-accuracy", "1")
                .start()) {
            var ended = job.end();

            assertEquals(0, ended.exitCode(), ended.output());
            assertEndedAtOnce(FinalApplicationStatus.SUCCEEDED, job);
            assertEquals("REJECTED", registry.outcome("day-2"));
            var decision = registry.json("runs/day-2/decision.json");
            assertFalse(decision.path("accepted").asBoolean(true));
            assertEquals(1, decision.path("champion").path("version").asInt());
            assertEquals(YarnCluster.FEW_TEST, decision.path("holdOutExamples").asInt());
            assertEquals(1, registry.latest());
            assertFalse(registry.exists("versions/2"));
            assertTrue(registry.exists("runs/day-2/model/model.safetensors"));

            var shipped = cluster.containerFiles(job.id().toString());
            assertTrue(shipped.contains("of-the-user.txt"), shipped.toString());
            assertTrue(shipped.contains("log4j2.properties"), shipped.toString());
        }
    }

    @Test
    void shouldFailOnceAndKeepTheModelInServiceOnWrongData() throws Exception {
        var registry = Nights.served(cluster, "wrong-data");
        // Found only by who reads it to its end.
        FashionMnist.copyCutShort(cluster.hdfs(), "/data/cut-short");
        try (var job = registry.retrain(
                        Job.inClusterMode(cluster), "day-2", "--data", "/data/cut-short", "--epochs", "1")
                .start()) {
            var ended = job.end();

            assertEquals(1, ended.exitCode(), ended.output());
            assertEndedAtOnce(FinalApplicationStatus.FAILED, job);
            var diagnostics = job.application().getDiagnostics();
            assertTrue(diagnostics.contains("exit code 3: "), diagnostics);
            assertTrue(diagnostics.contains("/data/cut-short/train-images-idx3-ubyte.gz: "), diagnostics);
            assertEquals("FAILED", registry.outcome("day-2"));
            assertTrue(
                    diagnostics.contains(
                            registry.status("day-2").path("message").asText()),
                    diagnostics);
            assertEquals(1, registry.latest());
            assertFalse(registry.exists("versions/2"));
        }
    }

    @Test
    void shouldFailSkipOrWaitWhileAnotherRunIsUnderWay() throws Exception {
        var registry = new Nights(cluster, "overlapping");
        var patient = Job.inClusterMode(cluster).conf("spark.network.timeout", "30m");
        try (var first = registry.retrain(patient, "day-1", YarnTrainingIT.LONG).start()) {
            registry.awaitEpoch(first, "day-1", 1);
            // The training stands still while its driver lives on and keeps the lock.
            var executors = first.containers("YarnCoarseGrainedExecutorBackend", 2);
            signal("STOP", executors);
            try (var failing = overlapping(registry, Job.inClusterMode(cluster).withoutExecutors(), "fail");
                    var skipping =
                            overlapping(registry, Job.inClusterMode(cluster).withoutExecutors(), "skip");
                    var waiting = overlapping(registry, Job.inClientMode(cluster), "wait")) {
                var failed = failing.end();
                assertEquals(1, failed.exitCode(), failed.output());
                assertEndedAtOnce(FinalApplicationStatus.FAILED, failing);
                var diagnostics = failing.application().getDiagnostics();
                assertTrue(diagnostics.contains("exit code 5: "), diagnostics);
                assertTrue(diagnostics.contains(first.id().toString()), diagnostics);

                var skipped = skipping.end();
                assertEquals(0, skipped.exitCode(), skipped.output());
                assertEndedAtOnce(FinalApplicationStatus.SUCCEEDED, skipping);

                waiting.awaitOutput("; waiting");
                assertEquals("TRAINING", registry.status("day-1").path("stage").asText());
                assertFalse(registry.exists("latest.json"));
                signal("CONT", executors);
                assertEquals(0, first.end().exitCode(), first.output());
                assertEndedAtOnce(FinalApplicationStatus.SUCCEEDED, first);
                assertEquals(cluster.localDigest(YarnTrainingIT.LONG), registry.digest("versions/1"));

                var waited = waiting.end();
                assertEquals(0, waited.exitCode(), waited.output());
                assertEndedAtOnce(FinalApplicationStatus.SUCCEEDED, waiting);
                assertEquals("PUBLISHED", registry.outcome("wait"));
                assertEquals(2, registry.latest());
                var began = registry.status("wait").path("history").path(1).path("at");
                var ended = registry.status("day-1").path("updated");
                assertTrue(
                        Instant.parse(began.asText()).isAfter(Instant.parse(ended.asText())), began + " and " + ended);
                assertFalse(registry.exists("runs/fail"));
                assertFalse(registry.exists("runs/skip"));
            }
        }
    }

    private static void signal(String signal, List<ProcessHandle> processes) throws Exception {
        for (var process : processes) {
            Signal.send(signal, process.pid());
        }
    }

    private static Job overlapping(Nights registry, Job.Builder where, String onLocked) throws IOException {
        return registry.retrain(where, onLocked, Nights.FEW)
                .words("--if-unchanged", "run", "--max-drop", "1", "--on-locked", onLocked)
                .start();
    }

    @Test
    void shouldTakeADeadOwnersLockAndGoOnWithItsRun() throws Exception {
        var registry = new Nights(cluster, "dead-owner");
        try (var killed = registry.retrain(Job.inClientMode(cluster), "day-1", YarnTrainingIT.LONG)
                .words("--lock-expiry", "20")
                .start()) {
            registry.awaitEpoch(killed, "day-1", 3);
            killed.killSubmitter();
        }

        try (var again = registry.retrain(Job.inClientMode(cluster), "day-1", YarnTrainingIT.LONG)
                .words("--on-locked", "wait")
                .start()) {
            var ended = again.end();

            assertEquals(0, ended.exitCode(), ended.output());
            assertEndedAtOnce(FinalApplicationStatus.SUCCEEDED, again);
            assertTrue(ended.output().contains("Took over "), ended.output());
            assertTrue(ended.output().contains("Going on after epoch "), ended.output());
            assertEquals(2, registry.status("day-1").path("attempt").asInt());
            assertEquals(cluster.localDigest(YarnTrainingIT.LONG), registry.digest("versions/1"));
        }
    }

    @Test
    void shouldRollBackWhileARunHasTheLock() throws Exception {
        var registry = Nights.served(cluster, "rolled-back");
        publishAgain(registry, "day-2", 1);
        assertEquals(2, registry.latest());
        try (var run = lock(registry)) {
            var back = registry.registry("rollback");

            run.ensureHeld();
            assertEquals(0, back.exitCode(), back.output());
            assertTrue(back.output().contains("Version 1 is in service"), back.output());
        }
        assertEquals(1, registry.latest());
        assertTrue(registry.exists("versions/2/_SUCCESS"));
        var further = registry.registry("rollback");
        assertEquals(1, further.exitCode(), further.output());
        assertTrue(further.output().contains("has no complete one that served before it"), further.output());
        assertEquals(1, registry.latest());
    }
}
