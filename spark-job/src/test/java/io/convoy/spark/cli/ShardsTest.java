package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.SyntheticImages;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many shards there are is decided by options alone. */
class ShardsTest {

    @TempDir
    private static Path temp;

    @Test
    void shouldBeTwoWhateverTheClusterHas() {
        SyntheticImages.of(60, 28, 1).write(temp, Part.TRAIN);
        SyntheticImages.of(20, 28, 2).write(temp, Part.TEST);

        var run = Run.with(
                LocalSpark.conf("local[2]").set("spark.default.parallelism", "9"),
                "train",
                "--data",
                temp.toString(),
                "--output",
                temp.resolve("model").toString(),
                "--epochs",
                "1");

        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains(" in 10 classes and 2 shards\n"), run.out());
        assertTrue(
                run.out().contains("7 cores have no shard; --preset shards-8 uses 8 and learns as well as one shard\n"),
                run.out());
    }

    @ParameterizedTest
    @CsvSource({"preset, d2l, 1", "preset, shards-8, 8", "batchSize, 32, 2"})
    void shouldBeWhatThePresetSays(String key, String value, int shards) throws Exception {
        assertEquals(shards, option(new SparkConf(false).set("spark.convoy." + key, value), "shards"));
    }

    /** The README tells how accurate 16 shards are with this recipe. */
    @Test
    void shouldBeAveragedOnYarnAsTheReadmeTells() throws Exception {
        var properties = new Properties();
        try (var in = new InputStreamReader(
                Files.newInputStream(Path.of("../conf/yarn.properties")), StandardCharsets.UTF_8)) {
            properties.load(in);
        }
        var spark = new SparkConf(false);
        properties.stringPropertyNames().stream()
                .filter(key -> key.startsWith("spark.convoy."))
                .forEach(key -> spark.set(key, properties.getProperty(key)));

        assertEquals(16, option(spark, "shards"));
        assertEquals(2, option(spark, "averageEvery"));
        assertEquals(16, option(spark, "batchSize"));
    }

    private static int option(SparkConf spark, String key) throws Exception {
        var run = Run.with(spark, "train", "--data", "x", "--dry-run", "--json");
        assertEquals(0, run.exitCode(), run.err());
        return new ObjectMapper()
                .readTree(run.out())
                .path("options")
                .path(key)
                .path("value")
                .asInt();
    }
}
