package io.convoy.spark.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.spark.data.DataException;
import io.convoy.spark.store.StoreException;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.model.Model;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.LeNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFolderTest {

    private static final Configuration HADOOP = new Configuration();

    @TempDir
    Path temp;

    @Test
    void shouldReadBackFromFolderOrFileAndLeaveNoOtherFiles() throws IOException {
        var folder = new ModelFolder(temp + "/models/one", HADOOP);
        folder.writeModel(model(1));
        folder.writeModel(model(2));
        folder.writeMetrics(List.of("{\"epoch\":1}", "{\"epoch\":2}"));
        folder.writeRun("{}");

        assertArrayEquals(model(2).parameters(), read("models/one").parameters());
        assertArrayEquals(
                model(2).parameters(), read("models/one/model.safetensors").parameters());
        assertEquals("{\"epoch\":1}\n{\"epoch\":2}\n", Files.readString(temp.resolve("models/one/metrics.jsonl")));
        assertEquals("[metrics.jsonl, model.safetensors, run.json]", names("models/one"));
    }

    @Test
    void shouldTouchNothingBeforeFirstFile() throws IOException {
        assertEquals(Optional.empty(), new ModelFolder(temp + "/a/b", HADOOP).obstacle(false));
        assertEquals("[]", names(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {ModelFolder.MODEL, ModelFolder.METRICS, ModelFolder.RUN})
    void shouldReplaceOnlyWhatConvoyWrote(String name) throws IOException {
        Files.writeString(temp.resolve(name), "{\"name\": \"of somebody else\"}");
        var folder = new ModelFolder(temp.toString(), HADOOP);

        for (var obstacle : List.of(folder.obstacle(true), folder.obstacle(true, true))) {
            assertEquals(
                    Optional.of("holds " + name + ", which Convoy did not write; choose another folder"), obstacle);
        }
        assertThrows(StoreException.class, folder::begin);
        assertEquals("{\"name\": \"of somebody else\"}", Files.readString(temp.resolve(name)));
    }

    @Test
    void shouldReplaceWhatAnEarlierRunWrote() throws IOException {
        var folder = new ModelFolder(temp.toString(), HADOOP);
        folder.writeModel(model(1));
        folder.writeMetrics(List.of("{\"epoch\":1,\"weightsDigest\":\"00\"}"));
        folder.writeRun("{\"convoy\":\"1\",\"weightsDigest\":\"00\"}");

        assertEquals(Optional.empty(), folder.obstacle(true));
        folder.begin();
        assertEquals("[model.safetensors]", names(""));
    }

    @Test
    void shouldRefuseFolderWithFilesUnlessTold() throws IOException {
        Files.writeString(temp.resolve("notes.txt"), "keep");
        var folder = new ModelFolder(temp.toString(), HADOOP);

        assertEquals(Optional.of("is not empty; choose another folder or add --overwrite"), folder.obstacle(false));
        assertEquals(Optional.empty(), folder.obstacle(true));
        assertEquals("[notes.txt]", names(""));
    }

    @Test
    void shouldTakeFolderThatKilledRunLeft() throws IOException {
        Files.writeString(temp.resolve(".model.safetensors.tmp"), "half");

        assertEquals(Optional.empty(), new ModelFolder(temp.toString(), HADOOP).obstacle(false));
    }

    @Test
    void shouldRefuseFileAsFolder() throws IOException {
        var file = Files.writeString(temp.resolve("file"), "");

        assertEquals(Optional.of("is a file; name a folder"), new ModelFolder(file.toString(), HADOOP).obstacle(true));
        var below = new ModelFolder(file + "/models", HADOOP).obstacle(true).orElseThrow();
        assertTrue(below.startsWith("cannot be written ("), below);
        assertTrue(below.endsWith("); choose another folder"), below);
    }

    @Test
    void shouldForgetReportOfEarlierRun() throws IOException {
        var folder = new ModelFolder(temp.toString(), HADOOP);
        folder.writeModel(model(1));
        folder.writeRun("{\"convoy\":\"1\",\"weightsDigest\":\"00\"}");
        folder.begin();

        assertEquals("[model.safetensors]", names(""));
    }

    @Test
    void shouldNameMissingModel() {
        var e = assertThrows(DataException.class, () -> read("none"));
        assertEquals(
                temp + "/none: there is no model.safetensors; name a model folder or a .safetensors file",
                e.getMessage());
        assertThrows(DataException.class, () -> read(""));
    }

    private Model read(String name) throws IOException {
        return ModelFolder.read(temp + "/" + name, HADOOP);
    }

    private String names(String folder) throws IOException {
        try (var files = Files.list(temp.resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new))
                    .toString();
        }
    }

    private static Model model(long seed) {
        var network = LeNet.lenet(new ImageShape(1, 28, 28), 2);
        return new Model(
                network,
                Normalisation.identity(1),
                List.of("cat", "dog"),
                network.initialisation().parameters(network, seed));
    }
}
