package io.convoy.spark.yarn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
    static final String[] LONG = {"--epochs", "12"};

    private final YarnCluster cluster;

    YarnTrainingIT(YarnCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void shouldTrainInClientMode() throws Exception {
        var registry = new Nights(cluster, "client");
        shouldPublishTheSameWeights(registry, Job.inClientMode(cluster), WHOLE);
    }

    @Test
    void shouldTrainInClusterMode() throws Exception {
        var registry = new Nights(cluster, "cluster");
        shouldPublishTheSameWeights(registry, Job.inClusterMode(cluster), WHOLE);
    }

    private void shouldPublishTheSameWeights(Nights registry, Job.Builder where, String... options) throws Exception {
        try (var job = registry.retrain(where, "day-1", options).start()) {
            var executor = Job.words(job.container("YarnCoarseGrainedExecutorBackend"));
            // As conf/yarn.properties has it.
            assertTrue(executor.contains("-XX:-UseFPUForSpilling"), executor.toString());
            assertTrue(executor.stream().noneMatch(word -> word.contains("CompileCommand")), executor.toString());
            var ended = job.end();
            assertEquals(0, ended.exitCode(), ended.output());
            assertEquals(FinalApplicationStatus.SUCCEEDED, job.application().getFinalApplicationStatus());
            assertEquals("PUBLISHED", registry.outcome("day-1"));
            assertEquals(1, registry.latest());
            assertEquals(cluster.localDigest(options), registry.digest("versions/1"));
            assertEquals(Set.of("1", "2"), executorsWithTasks(job.id().toString()));
            var output = new ArrayList<>(cluster.containerLogs(job.id().toString(), "stdout"));
            output.add(ended.output());
            assertTrue(output.stream().noneMatch(text -> text.contains("CompileCommand")), output.toString());
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
            assertEquals(cluster.localDigest(LONG), registry.digest("versions/1"));
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
            assertEquals(cluster.localDigest(LONG), registry.digest("versions/1"));
        }
    }
}
