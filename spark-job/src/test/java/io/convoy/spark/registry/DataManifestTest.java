package io.convoy.spark.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.convoy.spark.registry.DataManifest.DataFile;
import io.convoy.spark.store.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataManifestTest {

    private static final DataFile IMAGES = new DataFile("hdfs://c/train-images", 1000, 1);
    private static final DataFile LABELS = new DataFile("hdfs://c/train-labels", 100, 1);

    private static DataManifest manifest(long examples, String hash, DataFile... files) {
        return new DataManifest(List.of(files), Map.of("train", examples), Map.of("train", hash));
    }

    @Test
    void shouldFindNothingNewInTheSameData() throws IOException {
        DataManifest manifest = manifest(10, "a", IMAGES, LABELS);

        assertEquals(List.of(), manifest.differencesFrom(manifest(10, "a", LABELS, IMAGES)));
        assertEquals(List.of(), manifest.differencesFrom(Json.parse(Json.bytes(manifest), DataManifest.class)));
    }

    @Test
    void shouldNameEveryDifference() {
        DataManifest now = manifest(
                12,
                "b",
                new DataFile("hdfs://c/train-images", 1200, 2),
                new DataFile("hdfs://c/train-labels", 100, 2),
                new DataFile("hdfs://c/more", 5, 2));

        assertEquals(
                List.of(
                        "hdfs://c/train-images has 1200 bytes, had 1000",
                        "hdfs://c/train-labels was written anew",
                        "new file hdfs://c/more",
                        "hdfs://c/old is gone",
                        "examples {train=12}, were {train=10}",
                        "other labels"),
                now.differencesFrom(manifest(10, "a", IMAGES, LABELS, new DataFile("hdfs://c/old", 1, 1))));
    }
}
