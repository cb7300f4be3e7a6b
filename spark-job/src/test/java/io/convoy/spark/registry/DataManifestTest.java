package io.convoy.spark.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.convoy.spark.registry.DataManifest.DataFile;
import io.convoy.spark.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    void shouldFindNothingNewInTheSameContentWhereverAndWheneverItWasWritten() throws IOException {
        DataManifest manifest = manifest(10, "a", IMAGES, LABELS);

        assertEquals(List.of(), manifest.differencesFrom(Json.parse(Json.bytes(manifest), DataManifest.class)));
        assertEquals(List.of(), manifest.differencesFrom(manifest(10, "a", new DataFile("file:/x.gz", 5, 7))));
    }

    @Test
    void shouldNameEveryDifference() {
        assertEquals(
                List.of("examples {train=12}, were {train=10}", "other content of train"),
                manifest(12, "b", IMAGES, LABELS).differencesFrom(manifest(10, "a", IMAGES, LABELS)));
    }

    @Test
    void shouldTakeWhatAnEarlierVersionWroteForOtherData() throws IOException {
        var earlier = "{\"files\":[],\"examples\":{\"train\":10},\"labelHash\":{\"train\":\"a\"}}";

        assertEquals(
                List.of("other content of train"),
                manifest(10, "a", IMAGES)
                        .differencesFrom(Json.parse(earlier.getBytes(StandardCharsets.UTF_8), DataManifest.class)));
    }
}
