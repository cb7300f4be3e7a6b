package io.convoy.spark.yarn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.spark.registry.Registry;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;

/** A registry on the cluster's HDFS and what its runs left in it. */
record Nights(YarnCluster cluster, Path root) {

    /** The options of a night that takes next to nothing. */
    static final String[] FEW = {"--data", "/data/few", "--epochs", "1"};

    private static final ObjectMapper JSON = new ObjectMapper();

    Nights(YarnCluster cluster, String name) throws IOException {
        this(cluster, new Path(cluster.hdfs().getUri() + "/models/" + name));
    }

    /**
     * A registry of its own with version 1 in service, of the run {@code day-1} on the few images: a copy of one that
     * was trained in one process.
     */
    static Nights served(YarnCluster cluster, String name) throws Exception {
        var original = new Nights(cluster, "served");
        if (!cluster.hdfs().exists(original.root())) {
            var ended =
                    original.retrain(Job.onTwoLocalCores(cluster), "day-1", FEW).run();
            assertEquals(0, ended.exitCode(), ended.output());
        }
        var copy = new Nights(cluster, name);
        var hdfs = cluster.hdfs();
        FileUtil.copy(hdfs, original.root(), hdfs, copy.root(), false, hdfs.getConf());
        return copy;
    }

    /** Opened by this process. */
    Registry open() throws IOException {
        return Registry.open(root.toString(), cluster.hdfs().getConf());
    }

    /** Each file with its length and the time of its last change. */
    SortedMap<String, String> files() throws IOException {
        var files = new TreeMap<String, String>();
        var all = cluster.hdfs().listFiles(root, true);
        while (all.hasNext()) {
            var file = all.next();
            files.put(file.getPath().toString(), file.getLen() + " bytes at " + file.getModificationTime());
        }
        return files;
    }

    boolean exists(String file) throws IOException {
        return cluster.hdfs().exists(new Path(root, file));
    }

    /**
     * The job with the words that every night has, on the part of the images. The recipe of 16 shards, which averages
     * every other batch, would take thousands of rounds.
     */
    Job.Builder retrain(Job.Builder job, String runId, String... more) {
        return job.words("retrain", "--registry", root.toString(), "--run-id", runId, "--shards", "2")
                .words("--seed", "7", "--batch-size", "64", "--learning-rate", "0.08", "--average-every", "epoch")
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
