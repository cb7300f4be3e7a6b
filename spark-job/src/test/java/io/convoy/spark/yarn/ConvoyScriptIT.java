package io.convoy.spark.yarn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scripts/convoy} hands to the spark-submit of a Spark distribution. */
class ConvoyScriptIT {

    private static final Path ROOT =
            Path.of(System.getProperty("convoy.jar")).resolve("../../..").normalize();

    @TempDir
    Path sparkHome;

    /** The words that a spark-submit that only prints them was given. */
    private List<String> submitted(String... words) throws IOException, InterruptedException {
        var submit = Files.createDirectories(sparkHome.resolve("bin")).resolve("spark-submit");
        Files.writeString(submit, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertTrue(submit.toFile().setExecutable(true));
        var command = new ArrayList<>(List.of(ROOT.resolve("scripts/convoy").toString()));
        Collections.addAll(command, words);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SPARK_HOME", sparkHome.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("CONVOY_LOG", "json");
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output.lines().toList();
    }

    private static List<String> beforeClass(List<String> words) {
        return words.subList(0, words.indexOf("--class"));
    }

    private static String after(List<String> words, String option) {
        return words.get(words.indexOf(option) + 1);
    }

    @Test
    void shouldHandThroughKeytabAndPrincipal() throws Exception {
        var words = submitted(
                "--master", "yarn", "--keytab", "/etc/convoy.keytab", "retrain", "--run-id", "x", "--principal=c@X");

        var options = beforeClass(words);
        assertEquals("/etc/convoy.keytab", after(options, "--keytab"));
        assertEquals("c@X", after(options, "--principal"));
        assertEquals(List.of("retrain", "--run-id", "x"), words.subList(words.size() - 3, words.size()));
    }

    private static final String KERNELS = "=--add-modules=jdk.incubator.vector -XX:+IgnoreUnrecognizedVMOptions"
            + " -XX:PerMethodTrapLimit=10000 -XX:-UseFPUForSpilling -XX:+UseCountedLoopSafepoints"
            + " -XX:LoopStripMiningIter=1000";

    @Test
    void shouldShipTheLogConfigurationIntoContainers() throws Exception {
        var inContainer = KERNELS + " -Dlog4j2.configurationFile=log4j2.properties";

        var cluster = submitted("--master", "yarn", "--deploy-mode", "cluster", "retrain");
        assertTrue(cluster.contains("spark.yarn.dist.files=file://" + ROOT.resolve("conf/log4j2.properties")));
        assertTrue(cluster.contains("spark.driver.defaultJavaOptions" + inContainer), cluster.toString());
        assertTrue(cluster.contains("spark.executor.defaultJavaOptions" + inContainer), cluster.toString());
        assertTrue(cluster.contains("spark.yarn.appMasterEnv.CONVOY_LOG=json"), cluster.toString());
        assertTrue(cluster.contains("spark.executorEnv.CONVOY_LOG=json"), cluster.toString());

        var local = submitted("--master", "local[2]", "inspect");
        assertTrue(local.contains("spark.executor.defaultJavaOptions" + KERNELS), local.toString());
        assertTrue(local.stream().noneMatch(word -> word.startsWith("spark.yarn.")), local.toString());
    }

    @Test
    void shouldStartFasterOnOneMachineOnly() throws Exception {
        var thresholds = "-XX:CompileCommand=CompileThresholdScaling,io.convoy.*::*,0.1";

        var local = submitted("--master", "local[2]", "inspect");
        assertTrue(
                local.stream()
                        .anyMatch(word -> word.startsWith("spark.driver.defaultJavaOptions" + KERNELS)
                                && word.contains(thresholds)),
                local.toString());
        var client = submitted("--master", "yarn", "inspect");
        assertTrue(client.stream().noneMatch(word -> word.contains(thresholds)), client.toString());
    }

    @Test
    void shouldNotBeatWhatAFileOfPropertiesSets() throws Exception {
        var file = Files.writeString(
                sparkHome.resolve("theirs.properties"),
                "# theirs\n spark.serializer: a.b.C\nspark.executor.defaultJavaOptions=-Xint\nspark.metrics.namespace x\n");

        var words = submitted("--master", "yarn", "--properties-file", file.toString(), "inspect");

        assertFalse(isSet(words, "spark.serializer"), words.toString());
        assertFalse(isSet(words, "spark.executor.defaultJavaOptions"), words.toString());
        assertFalse(isSet(words, "spark.metrics.namespace"), words.toString());
        assertTrue(isSet(words, "spark.driver.defaultJavaOptions"), words.toString());
        assertEquals(file.toString(), after(words, "--properties-file"));
    }

    @Test
    void shouldShowADriverHereWhereItsLogIsConfiguredThoughTheFileSpeaksOfContainers() throws Exception {
        var file = Files.writeString(
                sparkHome.resolve("containers.properties"),
                "spark.driver.defaultJavaOptions -Dlog4j2.configurationFile=log4j2.properties\n");
        var options = "spark.driver.extraJavaOptions=\"-Dlog4j2.configurationFile=/";

        var client = submitted("--master", "yarn", "--properties-file", file.toString(), "inspect");
        assertTrue(client.stream().anyMatch(word -> word.startsWith(options)), client.toString());

        var cluster = submitted(
                "--master", "yarn", "--deploy-mode", "cluster", "--properties-file", file.toString(), "inspect");
        assertFalse(isSet(cluster, "spark.driver.extraJavaOptions"), cluster.toString());
    }

    @Test
    void shouldNotBeatWhatTheClustersSparkSets() throws Exception {
        Files.writeString(
                Files.createDirectories(sparkHome.resolve("conf")).resolve("spark-defaults.conf"),
                "spark.serializer    a.b.C\n");

        var words = submitted("--master", "yarn", "inspect");

        assertFalse(isSet(words, "spark.serializer"), words.toString());
        assertTrue(isSet(words, "spark.executor.defaultJavaOptions"), words.toString());
    }

    private static boolean isSet(List<String> words, String key) {
        return words.stream().anyMatch(word -> word.startsWith(key + "="));
    }
}
