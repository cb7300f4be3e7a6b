package io.convoy.spark.yarn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same weights on a real YARN as in one process, whatever is killed on the way. */
@ExtendWith(YarnCluster.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class YarnTrainingIT {

    private static final String[] WHOLE = {"--data", "/data/fashion-mnist", "--epochs", "2"};
    /** Long enough to be killed in the middle. */
    private static final String[] LONG = {"--epochs", "25"};

    private final YarnCluster cluster;
    private final Map<String, String> localDigests = new HashMap<>();

    YarnTrainingIT(YarnCluster cluster) {
        this.cluster = cluster;
    }

    /** What the same training comes to in one process. */
    private String localDigest(String name, String... options) throws Exception {
        var known = localDigests.get(name);
        if (known != null) {
            return known;
        }
        var local = new Nights(cluster, "local-" + name);
        var ended =
                local.retrain(Job.onTwoLocalCores(cluster), "day-1", options).run();
        assertEquals(0, ended.exitCode(), ended.output());
        var digest = local.digest("versions/1");
        localDigests.put(name, digest);
        return digest;
    }

    @Test
    void shouldTrainInClientMode() throws Exception {
        var registry = new Nights(cluster, "client");
        var job = registry.retrain(Job.inClientMode(cluster), "day-1", WHOLE).start();
        shouldPublishTheSameWeights(registry, job);
    }

    @Test
    void shouldTrainInClusterMode() throws Exception {
        var registry = new Nights(cluster, "cluster");
        var job = registry.retrain(Job.inClusterMode(cluster), "day-1", WHOLE).start();
        shouldPublishTheSameWeights(registry, job);
    }

    private void shouldPublishTheSameWeights(Nights registry, Job job) throws Exception {
        try (job) {
            var ended = job.end();
            assertEquals(0, ended.exitCode(), ended.output());
            assertEquals(FinalApplicationStatus.SUCCEEDED, job.application().getFinalApplicationStatus());
            assertEquals("PUBLISHED", registry.outcome("day-1"));
            assertEquals(1, registry.latest());
            assertEquals(localDigest("whole", WHOLE), registry.digest("versions/1"));
            assertEquals(Set.of("1", "2"), executorsWithTasks(job.id().toString()));
        }
    }

    /** The executors that finished a task, by Spark's own event log. */
    private Set<String> executorsWithTasks(String applicationId) throws IOException {
        var executors = new TreeSet<String>();
        var json = new ObjectMapper();
        for (var file : cluster.hdfs().globStatus(new Path("/events/" + applicationId + "*"))) {
            try (var lines = new BufferedReader(
                    new InputStreamReader(cluster.hdfs().open(file.getPath()), StandardCharsets.UTF_8))) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    var event = json.readTree(line);
                    if (event.path("Event").asText().equals("SparkListenerTaskEnd")) {
                        executors.add(
                                event.path("Task Info").path("Executor ID").asText());
                    }
                }
            }
        }
        return executors;
    }

    @Test
    void shouldGoOnAfterItsApplicationMasterWasKilled() throws Exception {
        var registry = new Nights(cluster, "master-killed");
        try (var job =
                registry.retrain(Job.inClusterMode(cluster), "day-1", LONG).start()) {
            registry.awaitEpoch(job, "day-1", 3);
            job.killContainer("org.apache.spark.deploy.yarn.ApplicationMaster");

            var ended = job.end();

            assertEquals(0, ended.exitCode(), ended.output());
            assertEquals(FinalApplicationStatus.SUCCEEDED, job.application().getFinalApplicationStatus());
            assertEquals(2, job.application().getCurrentApplicationAttemptId().getAttemptId());
            assertEquals(2, registry.status("day-1").path("attempt").asInt());
            assertEquals(localDigest("long", LONG), registry.digest("versions/1"));
            assertTrue(
                    cluster.containerLogs(job.id().toString(), "stdout").stream()
                            .anyMatch(log -> log.contains("Going on after epoch ")),
                    "the second attempt began anew");
            assertFalse(cluster.hdfs().exists(new Path(registry.root(), "runs/day-1/checkpoints")));
        }
    }

    @Test
    void shouldNotMindThatAnExecutorIsKilled() throws Exception {
        var registry = new Nights(cluster, "executor-killed");
        try (var job =
                registry.retrain(Job.inClusterMode(cluster), "day-1", LONG).start()) {
            registry.awaitEpoch(job, "day-1", 3);
            job.killContainer("YarnCoarseGrainedExecutorBackend");

            var ended = job.end();

            assertEquals(0, ended.exitCode(), ended.output());
            assertEquals(FinalApplicationStatus.SUCCEEDED, job.application().getFinalApplicationStatus());
            assertEquals(1, job.application().getCurrentApplicationAttemptId().getAttemptId());
            assertEquals(1, registry.status("day-1").path("attempt").asInt());
            assertEquals(localDigest("long", LONG), registry.digest("versions/1"));
        }
    }
}
