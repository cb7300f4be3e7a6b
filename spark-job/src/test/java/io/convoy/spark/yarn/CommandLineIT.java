package io.convoy.spark.yarn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real command line, through {@code scripts/convoy} and a real Spark, shows and leaves. */
class CommandLineIT {

    private static final Path ROOT =
            Path.of(System.getProperty("convoy.jar")).resolve("../../..").normalize();

    @TempDir
    private Path temp;

    /** One key in each place that takes options. There is no such bucket, so that the run ends when it has begun. */
    @Test
    void shouldShowNoSecretInTheEventLogNorInJsonLogs() throws Exception {
        var events = Files.createDirectory(temp.resolve("events"));
        var properties = Files.writeString(
                temp.resolve("spark.properties"),
                "spark.convoy.trainLabels s3a://k:s3cr3t-1@bucket/l\n"
                        + "spark.hadoop.fs.azure.account.key.x.dfs.core.windows.net s3cr3t-2\n");
        var config = Files.writeString(
                temp.resolve("c.properties"),
                "testImages=s3a://k:s3cr3t-3@bucket/t\nwebhook=http://127.0.0.1:1/s3cr3t-4\n");
        var command = new ArrayList<>(List.of(ROOT.resolve("scripts/convoy").toString()));
        command.addAll(List.of("--conf", "spark.eventLog.enabled=true", "--conf", "spark.eventLog.dir=file:" + events));
        command.addAll(List.of("--properties-file", properties.toString(), "--master", "local[1]"));
        command.addAll(List.of("--conf", "spark.convoy.testLabels=s3a://k:s3cr3t-5@bucket/u"));
        command.addAll(List.of("retrain", "--registry", temp.resolve("registry").toString(), "--run-id", "r1"));
        command.addAll(List.of("--train-images", "s3a://k:s3cr3t-6@bucket/i", "--config", config.toString()));
        var builder = new ProcessBuilder(command)
                .redirectOutput(temp.resolve("out").toFile())
                .redirectError(temp.resolve("err").toFile());
        builder.environment().remove("SPARK_HOME");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("CONVOY_LOG", "json");
        var process = builder.start();
        assertEquals(1, process.waitFor());

        var log = Files.readString(temp.resolve("err"));
        for (var line : log.lines().toList()) {
            assertTrue(new ObjectMapper().readTree(line).has("message"), line);
        }
        assertTrue(log.contains("--train-images: holds a password"), log);
        Files.delete(properties);
        Files.delete(config);
        int seen = 0;
        try (var all = Files.walk(temp)) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                var text = new String(Files.readAllBytes(file), UTF_8);
                assertFalse(text.contains("s3cr3t"), file + ": " + text);
                seen += text.contains("\"spark.app.name\":\"convoy retrain r1\"") ? 1 : 0;
            }
        }
        assertEquals(1, seen, "event logs");
    }
}
