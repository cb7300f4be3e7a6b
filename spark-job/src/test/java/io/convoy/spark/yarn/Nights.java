package io.convoy.spark.yarn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** A registry on the cluster's HDFS and what its runs left in it. */
record Nights(YarnCluster cluster, Path root) {

    private static final ObjectMapper JSON = new ObjectMapper();

    Nights(YarnCluster cluster, String name) throws IOException {
        this(cluster, new Path(cluster.hdfs().getUri() + "/models/" + name));
    }

    /** The job with the words that every night has, on the part of the images. */
    Job.Builder retrain(Job.Builder job, String runId, String... more) {
        return job.words("retrain", "--registry", root.toString(), "--run-id", runId, "--shards", "2")
                .words("--seed", "7")
                .words(Arrays.asList(more).contains("--data") ? new String[0] : new String[] {"--data", "/data/part"})
                .words(more);
    }

    /** A {@code registry} command on this machine, which needs no application. */
    Job.Ended registry(String command, String... more) throws Exception {
        return Job.onTwoLocalCores(cluster)
                .words("registry", command, "--registry", root.toString())
                .words(more)
                .run();
    }

    JsonNode json(String file) throws IOException {
        try (var in = cluster.hdfs().open(new Path(root, file))) {
            return JSON.readTree(in);
        }
    }

    /** What the run tells of itself; missing before it does. */
    JsonNode status(String runId) throws IOException {
        try {
            return json("runs/" + runId + "/status.json");
        } catch (FileNotFoundException notBegun) {
            return JSON.missingNode();
        }
    }

    String outcome(String runId) throws IOException {
        return status(runId).path("outcome").asText();
    }

    String digest(String modelFolder) throws IOException {
        var digest = json(modelFolder + "/run.json").path("weightsDigest").asText();
        assertTrue(digest.matches("[0-9a-f]{64}"), digest);
        return digest;
    }

    int latest() throws IOException {
        return json("latest.json").path("version").asInt();
    }

    /** Waits until the run has finished that many epochs. */
    void awaitEpoch(Job job, String runId, int epoch) throws Exception {
        job.await("epoch " + epoch, () -> {
            var message = status(runId).path("message").asText();
            var words = List.of(message.split(" "));
            boolean reached = words.size() > 4
                    && words.get(0).equals("epoch")
                    && words.get(4).startsWith("done")
                    && Integer.parseInt(words.get(1)) >= epoch;
            return reached ? message : null;
        });
    }
}
