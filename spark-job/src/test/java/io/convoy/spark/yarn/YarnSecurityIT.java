package io.convoy.spark.yarn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code conf/yarn.properties} switches authentication and encryption on. */
@ExtendWith(YarnCluster.Shared.class)
class YarnSecurityIT {

    private static final List<String> SECURITY =
            List.of("spark.authenticate", "spark.network.crypto.enabled", "spark.io.encryption.enabled");
    private static final String REGISTERED = "Successfully registered with driver";

    private final YarnCluster cluster;

    @TempDir
    Path folder;

    YarnSecurityIT(YarnCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void shouldLearnTheSameWithAndWithoutEncryption() throws Exception {
        var digests = new ArrayList<String>();
        for (var on : List.of("true", "false")) {
            var registry = new Nights(cluster, "encrypted-" + on);
            var builder = Job.inClusterMode(cluster);
            if (on.equals("false")) {
                SECURITY.forEach(key -> builder.conf(key, "false"));
            }
            try (var job = registry.retrain(builder, "day-1", "--epochs", "1").start()) {
                var ended = job.end();
                assertEquals(0, ended.exitCode(), ended.output());
                assertEquals(FinalApplicationStatus.SUCCEEDED, job.application().getFinalApplicationStatus());
                var properties =
                        events(job, "SparkListenerEnvironmentUpdate").get(0).path("Spark Properties");
                SECURITY.forEach(key -> assertEquals(on, properties.path(key).asText(), key));
            }
            digests.add(registry.digest("versions/1"));
        }
        assertEquals(digests.get(0), digests.get(1));
    }

    @Test
    void shouldRefuseAnExecutorWithoutTheSecret() throws Exception {
        var registry = new Nights(cluster, "strangers");
        try (var job = registry.retrain(Job.inClusterMode(cluster), "day-1", "--epochs", "1000")
                .start()) {
            registry.awaitEpoch(job, "day-1", 1);
            var real = job.container("YarnCoarseGrainedExecutorBackend").pid();

            var ignorant = executor(real, "901");
            ignorant.words.removeIf(
                    word -> word.startsWith("-Dspark.authenticate") || word.startsWith("-Dspark.network.crypto"));
            ignorant.environment.remove("HADOOP_TOKEN_FILE_LOCATION");
            assertRefused(ignorant);

            var guessing = executor(real, "902");
            guessing.environment.remove("HADOOP_TOKEN_FILE_LOCATION");
            guessing.environment.put("_SPARK_AUTH_SECRET", "a guess");
            assertRefused(guessing);

            var knowing = executor(real, "903");
            var process = knowing.start();
            try {
                job.await("the executor that knows the secret", () -> {
                    if (!process.isAlive()) {
                        throw new AssertionError(knowing.output());
                    }
                    return knowing.output().contains(REGISTERED) ? REGISTERED : null;
                });
                var added = job.await("executor 903 in the driver's event log", () -> {
                    var ids = events(job, "SparkListenerExecutorAdded").stream()
                            .map(event -> event.path("Executor ID").asText())
                            .toList();
                    return ids.contains("903") ? ids : null;
                });
                assertFalse(added.contains("901") || added.contains("902"), added.toString());
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static void assertRefused(HandStarted stranger) throws Exception {
        var process = stranger.start();
        try {
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), stranger.output());
        } finally {
            process.destroyForcibly();
        }
        assertNotEquals(0, process.exitValue(), stranger.output());
        assertTrue(
                stranger.output().contains("Connecting to driver")
                        || stranger.output().contains("Exception"),
                stranger.output());
        assertFalse(stranger.output().contains(REGISTERED), stranger.output());
    }

    /** An executor beside those that YARN started. */
    private record HandStarted(List<String> words, Map<String, String> environment, Path directory, Path log) {

        Process start() throws IOException {
            var builder = new ProcessBuilder(words)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment);
            return builder.start();
        }

        String output() throws IOException {
            return Files.readString(log, StandardCharsets.UTF_8);
        }
    }

    /** The command line, environment and folder of a running executor, with another id and a log that tells more. */
    private HandStarted executor(long real, String id) throws IOException {
        var process = Path.of("/proc", Long.toString(real));
        var words = new ArrayList<>(strings(process.resolve("cmdline")));
        words.replaceAll(word -> word.endsWith(".YarnCoarseGrainedExecutorBackend")
                ? "org.apache.spark.executor.CoarseGrainedExecutorBackend"
                : word);
        words.set(words.indexOf("--executor-id") + 1, id);
        var logging = Files.writeString(folder.resolve("log4j2.properties"), """
                appender.console.type = Console
                appender.console.name = console
                appender.console.layout.type = PatternLayout
                appender.console.layout.pattern = %p %m%n%xEx
                rootLogger.level = info
                rootLogger.appenderRef.console.ref = console
                """);
        words.removeIf(word -> word.startsWith("-Dlog4j2.configurationFile="));
        words.add(1, "-Dlog4j2.configurationFile=" + logging);
        var environment = new HashMap<String, String>();
        for (var entry : strings(process.resolve("environ"))) {
            var parts = entry.split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        return new HandStarted(words, environment, process.resolve("cwd").toRealPath(), folder.resolve(id + ".log"));
    }

    private static List<String> strings(Path file) throws IOException {
        return Arrays.asList(Files.readString(file, StandardCharsets.UTF_8).split("\0"));
    }

    /** Events of one kind in Spark's event log, which may still be written. */
    private List<JsonNode> events(Job job, String kind) throws Exception {
        var events = new ArrayList<JsonNode>();
        for (var file : cluster.hdfs().globStatus(new org.apache.hadoop.fs.Path("/events/" + job.id() + "*"))) {
            String text;
            try (InputStream in = cluster.hdfs().open(file.getPath())) {
                text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            for (var line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
                if (line.contains("\"" + kind + "\"")) {
                    events.add(new ObjectMapper().readTree(line));
                }
            }
        }
        return events;
    }
}
