package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecedenceTest {

    @TempDir
    Path temp;

    @Test
    void shouldResolveEachOptionFromItsStrongestSource() throws IOException {
        var config = Files.writeString(
                temp.resolve("train.properties"), "learningRate = 0.3\nepochs=4\nbatchSize=16\npreset=d2l\n");
        var spark = new SparkConf(false)
                .set("spark.convoy.batchSize", "8")
                .set("spark.convoy.momentum", "0.5")
                .set("spark.convoy.data", "s3a://key:secret@bucket/digits");

        var run = Run.with(
                spark,
                "train",
                "--dry-run",
                "--json",
                "--output",
                temp + "/out",
                "--config",
                config.toUri().toString(),
                "--epochs",
                "5");
        assertEquals(0, run.exitCode(), run.err());
        var options = new ObjectMapper().readTree(run.out()).get("options");
        assertEquals(
                "{\"value\":5,\"source\":\"flag --epochs\"}",
                options.get("epochs").toString());
        assertEquals(
                "{\"value\":0.3,\"source\":\"file " + config.toUri() + "\"}",
                options.get("learningRate").toString());
        assertEquals(
                "{\"value\":16,\"source\":\"file " + config.toUri() + "\"}",
                options.get("batchSize").toString());
        assertEquals(
                "{\"value\":0.5,\"source\":\"spark.convoy.momentum\"}",
                options.get("momentum").toString());
        assertEquals(
                "{\"value\":\"lenet-d2l\",\"source\":\"preset d2l\"}",
                options.get("network").toString());
        assertEquals("{\"value\":1,\"source\":\"default\"}", options.get("seed").toString());
        assertEquals("s3a://bucket/digits", options.at("/data/value").asText());
    }

    @Test
    void shouldShowResolvedOptionsToPeople() {
        var run = Run.of("train", "--dry-run", "--data", "digits", "--preset", "d2l");

        assertTrue(run.out().matches("(?s)option +value +source\n.*"), run.out());
        assertTrue(run.out().matches("(?s).*\nlearningRate +0\\.9 +preset d2l\n.*"), run.out());
        assertTrue(run.out().matches("(?s).*\noutput +models/lenet-d2l-\\d{8}-\\d{6} +default\n.*"), run.out());
    }

    @Test
    void shouldLeaveMasterToSparkSubmitOnCluster() {
        var run = Run.with(
                new SparkConf(false).set("spark.master", "yarn"),
                "evaluate",
                "--model",
                "m",
                "--data",
                "d",
                "--dry-run",
                "--master",
                "local[2]");

        assertEquals(
                "convoy: --master local[2]: spark-submit runs this on yarn; give the master to one of them\n",
                run.err());
    }

    @Test
    void shouldKnowEveryPresetInConf() throws IOException {
        try (var files = Files.list(Path.of("../conf/presets"))) {
            assertEquals(
                    Presets.NAMES,
                    files.map(file -> file.getFileName().toString().replace(".properties", ""))
                            .sorted()
                            .toList());
        }
        for (var preset : Presets.NAMES) {
            assertEquals(
                    0,
                    Run.of("train", "--dry-run", "--data", "x", "--preset", preset)
                            .exitCode());
        }
    }

    @Test
    void shouldReadTheSameNumbersInEveryLanguage() {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            var run = Run.of("inspect", "--network", "lenet");
            assertTrue(run.out().contains("61,706"), run.out());
        } finally {
            Locale.setDefault(before);
        }
    }
}
