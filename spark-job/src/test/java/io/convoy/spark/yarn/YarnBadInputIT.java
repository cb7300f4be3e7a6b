package io.convoy.spark.yarn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.spark.registry.Registry;
import io.convoy.spark.registry.RegistryException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong is said, and by whom it is meant, on a real YARN and HDFS. */
@ExtendWith(YarnCluster.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class YarnBadInputIT {

    private final YarnCluster cluster;

    YarnBadInputIT(YarnCluster cluster) {
        this.cluster = cluster;
    }

    private static int closedPort() throws IOException {
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return closed.getLocalPort();
        }
    }

    private static List<String> complaints(Job.Ended ended) {
        return ended.output()
                .lines()
                .filter(line -> line.startsWith("convoy: ") && !line.startsWith("convoy: starting "))
                .toList();
    }

    @Test
    void shouldNameAnUnknownQueue() throws Exception {
        var registry = new Nights(cluster, "no-queue");
        var ended = registry.retrain(Job.inClientMode(cluster), "day-1", Nights.FEW)
                .words("--queue", "nowhere")
                .run();

        assertEquals(1, ended.exitCode(), ended.output());
        assertEquals(1, complaints(ended).size(), ended.output());
        assertTrue(complaints(ended).get(0).contains("queue: nowhere"), ended.output());
        assertFalse(cluster.hdfs().exists(registry.root()));
    }

    @Test
    void shouldNotTryAgainWhatIsWrittenWrongly() throws Exception {
        var registry = new Nights(cluster, "wrong-words");
        var notWaiting = Job.inClusterMode(cluster).conf("spark.yarn.submit.waitAppCompletion", "false");
        try (var job = registry.retrain(notWaiting, "day/1", Nights.FEW).start()) {
            assertEquals(0, job.end().exitCode(), job.output());

            var application = job.await("the end", () -> {
                var report = job.application();
                return report.getYarnApplicationState() == YarnApplicationState.FINISHED ? report : null;
            });
            assertEquals(FinalApplicationStatus.FAILED, application.getFinalApplicationStatus());
            assertTrue(
                    application.getDiagnostics().contains("exit code 2: --run-id day/1: expected"),
                    application.getDiagnostics());
            assertEquals(1, application.getCurrentApplicationAttemptId().getAttemptId());
            var shipped = new Path(cluster.hdfs().getHomeDirectory(), ".sparkStaging/" + job.id());
            job.await("the deletion of " + shipped, () -> cluster.hdfs().exists(shipped) ? null : shipped);
        }
    }

    @Test
    void shouldNameAFileSystemThatCannotBeReached() throws Exception {
        var registry = Nights.served(cluster, "no-data");
        var nowhere = "hdfs://127.0.0.1:" + closedPort() + "/digits";
        var ended = registry.retrain(
                        Job.inClientMode(cluster).withoutExecutors(), "day-2", "--data", nowhere, "--epochs", "1")
                .run();

        assertEquals(3, ended.exitCode(), ended.output());
        assertEquals(1, complaints(ended).size(), ended.output());
        assertTrue(complaints(ended).get(0).contains(nowhere + ": cannot be read as a folder: "), ended.output());
        assertEquals("FAILED", registry.outcome("day-2"));
        assertEquals(1, registry.latest());
    }

    @Test
    void shouldTellAFolderThatIsNoRegistry() {
        var noRegistry = assertThrows(
                RegistryException.class,
                () -> Registry.open("/data/few", cluster.hdfs().getConf()));

        assertTrue(
                noRegistry.getMessage().contains("/data/few is not a registry: it holds no registry.json"),
                noRegistry.getMessage());
    }

    @Test
    void shouldNameTheVersionsThereAreWhenOneIsMissing() throws Exception {
        var registry = Nights.served(cluster, "no-version").open();

        var missing = assertThrows(RegistryException.class, () -> registry.load(7));

        assertTrue(
                missing.getMessage().startsWith("version 7 cannot be used: manifest.json is missing; complete in "),
                missing.getMessage());
        assertTrue(missing.getMessage().endsWith(": 1"), missing.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"version\": 1",
                "{\"version\": 7, \"earlier\": [], \"changed\":"
                        + " \"2026-01-31T02:00:00Z\", \"changedBy\": \"publish\"}"
            })
    void shouldFallBackToTheHighestCompleteVersion(String latest) throws Exception {
        var nights = Nights.served(cluster, "fallback-" + latest.length());
        try (var out = cluster.hdfs().create(new Path(nights.root(), "latest.json"), true)) {
            out.write(latest.getBytes(StandardCharsets.UTF_8));
        }

        var served = nights.open().latest().orElseThrow();

        assertEquals(1, served.manifest().version());
        assertTrue(served.notice().orElse("").contains("Using version 1, the highest complete one"));
    }
}
