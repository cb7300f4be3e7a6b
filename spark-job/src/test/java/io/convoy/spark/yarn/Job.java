package io.convoy.spark.yarn;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.exceptions.YarnException;

/** One run of {@code scripts/convoy}, with the real spark-submit and the shaded jar, and its application on YARN. */
final class Job implements AutoCloseable {

    /** Far above what anything takes: only a hanging test meets it. */
    static final Duration PATIENCE = Duration.ofMinutes(15);

    private final YarnCluster cluster;
    private final String tag;
    private final File output;
    private final Process process;

    private Job(YarnCluster cluster, String tag, File output, Process process) {
        this.cluster = cluster;
        this.tag = tag;
        this.output = output;
        this.process = process;
    }

    /** How a job ended. */
    record Ended(int exitCode, String output) {}

    /** What stands before the words of {@code retrain} or {@code train}; starts two executors of one core. */
    static final class Builder {

        private final YarnCluster cluster;
        private final String tag = "test-" + UUID.randomUUID();
        private final List<String> command = new ArrayList<>();

        private Builder(YarnCluster cluster, String... master) {
            this.cluster = cluster;
            command.add(YarnCluster.ROOT.resolve("scripts/convoy").toString());
            command.addAll(List.of(master));
            command.addAll(List.of(
                    "--properties-file",
                    YarnCluster.ROOT.resolve("conf/yarn.properties").toString()));
            conf("spark.yarn.tags", tag);
            conf("spark.yarn.jars", "local:" + YarnCluster.ROOT.resolve("spark-job/target/spark/jars") + "/*");
            conf("spark.yarn.appMasterEnv.JAVA_HOME", System.getProperty("java.home"));
            conf("spark.executorEnv.JAVA_HOME", System.getProperty("java.home"));
            // YARN here has 8 GB.
            conf("spark.driver.memory", "512m");
            conf("spark.executor.memory", "512m");
            conf("spark.executor.cores", "1");
            conf("spark.dynamicAllocation.minExecutors", "2");
            conf("spark.dynamicAllocation.maxExecutors", "2");
            conf("spark.eventLog.enabled", "true");
            conf("spark.eventLog.dir", YarnCluster.EVENTS);
        }

        Builder conf(String key, String value) {
            command.addAll(List.of("--conf", key + "=" + value));
            return this;
        }

        /** For a run that should have nothing to compute. */
        Builder withoutExecutors() {
            return conf("spark.dynamicAllocation.minExecutors", "0");
        }

        Builder words(String... words) {
            command.addAll(List.of(words));
            return this;
        }

        Job start() throws IOException {
            var output = Files.createTempFile(cluster.configuration().getParent(), "job", ".log")
                    .toFile();
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
            builder.environment().put("HADOOP_CONF_DIR", cluster.configuration().toString());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().remove("SPARK_HOME");
            return new Job(cluster, tag, output, builder.start());
        }

        Ended run() throws Exception {
            try (var job = start()) {
                return job.end();
            }
        }
    }

    static Builder inClientMode(YarnCluster cluster) {
        return new Builder(cluster, "--master", "yarn");
    }

    static Builder inClusterMode(YarnCluster cluster) {
        return new Builder(cluster, "--master", "yarn", "--deploy-mode", "cluster");
    }

    static Builder onTwoLocalCores(YarnCluster cluster) {
        return new Builder(cluster, "--master", "local[2]");
    }

    Ended end() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("no end after " + PATIENCE + ": " + output());
        }
        return new Ended(process.exitValue(), output());
    }

    String output() throws IOException {
        return Files.readString(output.toPath(), StandardCharsets.UTF_8);
    }

    /** The application as YARN knows it, as soon as it does. */
    ApplicationReport application() throws Exception {
        return await(
                "the application",
                () -> cluster.client().getApplications().stream()
                        .filter(report -> report.getApplicationTags().contains(tag))
                        .findFirst()
                        .orElse(null));
    }

    /** Waits for a line of output with these words. */
    void awaitOutput(String words) throws Exception {
        await(words, () -> output().contains(words) ? words : null);
    }

    ApplicationId id() throws Exception {
        return application().getApplicationId();
    }

    /** Waits for a value that is not null. */
    <T> T await(String what, Callable<T> look) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var found = look.call();
            if (found != null) {
                return found;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("waited in vain for " + what + ": " + output());
    }

    /** The Java process of a container whose command line holds {@code word}, as soon as there is one. */
    ProcessHandle container(String word) throws Exception {
        return containers(word, 1).get(0);
    }

    /** As many of them. */
    List<ProcessHandle> containers(String word, int count) throws Exception {
        var application = id().toString();
        return await(count + " containers with " + word, () -> {
            var found = javaProcesses(application, word);
            return found.size() >= count ? found.subList(0, count) : null;
        });
    }

    /** Sends SIGKILL to the Java process of a container whose command line holds {@code word}. */
    void killContainer(String word) throws Exception {
        container(word).destroyForcibly();
    }

    private static List<ProcessHandle> javaProcesses(String application, String word) {
        return ProcessHandle.allProcesses()
                .filter(handle -> {
                    var words = words(handle);
                    return words.get(0).endsWith("java")
                            && words.stream().anyMatch(w -> w.contains(application))
                            && words.stream().anyMatch(w -> w.contains(word));
                })
                .toList();
    }

    /** The command line, an empty word if the process has ended. {@code ProcessHandle.Info} cuts long ones. */
    static List<String> words(ProcessHandle process) {
        try {
            var line = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"), StandardCharsets.ISO_8859_1);
            return List.of(line.split("\0"));
        } catch (IOException ended) {
            return List.of("");
        }
    }

    /** Kills the process that submitted, which in client mode is the driver. */
    void killSubmitter() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException, YarnException {
        process.destroyForcibly();
        for (var report : cluster.client().getApplications()) {
            if (report.getApplicationTags().contains(tag)
                    && report.getFinalApplicationStatus() == FinalApplicationStatus.UNDEFINED) {
                cluster.client().killApplication(report.getApplicationId());
            }
        }
    }
}
