package io.convoy.spark.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.spark.store.Json;
import io.convoy.spark.store.LockHolder;
import io.convoy.spark.store.LockedException;
import io.convoy.trainer.averaging.BestEpoch;
import io.convoy.trainer.averaging.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointFolderTest {

    @TempDir
    private Path temp;

    private CheckpointFolder folder;

    @BeforeEach
    void open() throws IOException {
        folder = take();
    }

    private CheckpointFolder take() throws IOException {
        return CheckpointFolder.take(temp.resolve("run").toString(), new Configuration(), "local-1");
    }

    @AfterEach
    void close() {
        folder.close();
    }

    private static Checkpoint checkpoint(int epochs) {
        var state = new TrainingState(
                        epochs,
                        new float[] {epochs, -0.0f, Float.MIN_VALUE, Float.MAX_VALUE},
                        new float[] {0.1f, -7},
                        new float[] {epochs / 3f})
                .withBest(new BestEpoch(1, 0.75, 0.5, new float[] {epochs, 2, 3, 4}));
        return new Checkpoint(
                state, new TreeMap<>(Map.of("seed", "1", "network", "lenet")), List.of("{\"epoch\":" + epochs + "}"));
    }

    private static void assertSame(Checkpoint expected, Checkpoint actual) {
        assertEquals(expected.state().epochs(), actual.state().epochs());
        assertSameBits(expected.state().weights(), actual.state().weights());
        assertSameBits(expected.state().optimiserState(), actual.state().optimiserState());
        assertSameBits(expected.state().outerState(), actual.state().outerState());
        var best = actual.state().best().orElseThrow();
        assertEquals(0.75, best.accuracy());
        assertSameBits(expected.state().modelWeights(), best.weights());
        assertEquals(expected.identity(), actual.identity());
        assertEquals(expected.metrics(), actual.metrics());
    }

    private static void assertSameBits(float[] expected, float[] actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(Float.floatToRawIntBits(expected[i]), Float.floatToRawIntBits(actual[i]));
        }
    }

    private Checkpoint newest() throws IOException {
        return folder.newest().checkpoint().orElseThrow();
    }

    private Path file(String name) {
        return temp.resolve("run").resolve(name);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(temp.resolve("run"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("lock"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldFindNothingWhereNothingIs() throws IOException {
        var found = folder.newest();

        assertTrue(found.checkpoint().isEmpty());
        assertEquals(List.of(), found.passedOver());
    }

    @Test
    void shouldGiveBackTheNewestBitForBit() throws IOException {
        folder.write(checkpoint(1), 3);
        folder.write(checkpoint(2), 3);

        assertSame(checkpoint(2), newest());
        assertEquals(List.of(), folder.newest().passedOver());
    }

    @Test
    void shouldKeepSoManyAndNoMore() throws IOException {
        for (int epoch = 1; epoch <= 5; epoch++) {
            folder.write(checkpoint(epoch), 2);
        }

        assertEquals(
                List.of("000004.checkpoint", "000004.manifest.json", "000005.checkpoint", "000005.manifest.json"),
                names());
    }

    /** A crash at any byte: whatever part of the newest checkpoint's two files is there, the one before it counts. */
    @Test
    void shouldFallBackWhereverTheWritingStopped() throws IOException {
        folder.write(checkpoint(1), 3);
        folder.write(checkpoint(2), 3);
        byte[] content = Files.readAllBytes(file("000002.checkpoint"));
        byte[] manifest = Files.readAllBytes(file("000002.manifest.json"));

        for (int length = 0; length < manifest.length; length++) {
            Files.write(file("000002.manifest.json"), Arrays.copyOf(manifest, length));
            assertFallsBack();
        }
        Files.delete(file("000002.manifest.json"));
        for (int length = 0; length <= content.length; length++) {
            Files.write(file("000002.checkpoint"), Arrays.copyOf(content, length));
            assertFallsBack();
        }
    }

    @Test
    void shouldFallBackFromAnyChangedByte() throws IOException {
        folder.write(checkpoint(1), 3);
        folder.write(checkpoint(2), 3);
        byte[] content = Files.readAllBytes(file("000002.checkpoint"));

        for (int i = 0; i < content.length; i++) {
            byte[] damaged = content.clone();
            damaged[i] ^= 1;
            Files.write(file("000002.checkpoint"), damaged);
            assertFallsBack();
        }
    }

    private void assertFallsBack() throws IOException {
        var found = folder.newest();
        assertSame(checkpoint(1), found.checkpoint().orElseThrow());
        assertEquals(1, found.passedOver().size());
        assertTrue(found.passedOver().get(0).contains("000002.checkpoint is passed over: it"), found.toString());
    }

    @Test
    void shouldGoOnBesideWhatACrashLeft() throws IOException {
        folder.write(checkpoint(1), 3);
        Files.write(file("000002.checkpoint"), new byte[5]);

        folder.write(checkpoint(2), 1);

        assertSame(checkpoint(2), newest());
        assertEquals(List.of("000003.checkpoint", "000003.manifest.json"), names());
    }

    @Test
    void shouldLeaveOtherFilesAlone() throws IOException {
        Files.createDirectories(temp.resolve("run"));
        Files.writeString(file("notes.txt"), "mine");
        for (int epoch = 1; epoch <= 3; epoch++) {
            folder.write(checkpoint(epoch), 1);
        }

        assertEquals(List.of("000003.checkpoint", "000003.manifest.json", "notes.txt"), names());
    }

    /** Two runs in one folder would delete each other's checkpoints. */
    @Test
    void shouldRefuseASecondRunWhileTheFirstLives() throws IOException {
        folder.write(checkpoint(1), 2);

        var message = assertThrows(LockedException.class, this::take).getMessage();

        assertTrue(message.contains("run/lock is locked by "), message);
        assertTrue(message.endsWith("; give each run a checkpoint folder of its own"), message);
        folder.write(checkpoint(2), 2);
        folder.close();
        try (var next = take()) {
            assertSame(checkpoint(2), next.newest().checkpoint().orElseThrow());
        }
    }

    @Test
    void shouldTellARunWhoseFolderWasTakenAndTouchNothing() throws IOException {
        folder.write(checkpoint(1), 1);
        var holder = LockHolder.here("local-2", "another run", 30);
        Files.write(file("lock/2.lock"), Json.bytes(holder));

        assertThrows(LockedException.class, () -> folder.write(checkpoint(2), 1));

        assertEquals(List.of("000001.checkpoint", "000001.manifest.json"), names());
    }

    @Test
    void shouldDeleteOnlyItsOwnFiles() throws IOException {
        folder.write(checkpoint(1), 1);
        Files.writeString(file("notes.txt"), "mine");
        folder.close();

        CheckpointFolder.delete(
                new org.apache.hadoop.fs.Path(temp.resolve("run").toString()), new Configuration());

        assertEquals(List.of("notes.txt"), names());
        assertFalse(Files.exists(file("lock")));
    }

    @Test
    void shouldTellWhatDiffers() {
        var other = Map.of("seed", "2", "shards", "4");

        assertEquals(
                List.of("network was lenet and is not set", "seed was 1 and is 2", "shards was not set and is 4"),
                checkpoint(1).differences(other));
        assertEquals(List.of(), checkpoint(1).differences(Map.of("network", "lenet", "seed", "1")));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void shouldRefuseWhatIsNotFinite(float value) {
        var fine = new float[] {1};
        var bad = new float[] {value};
        for (var state : List.of(
                new TrainingState(1, bad, fine, fine),
                new TrainingState(1, fine, bad, fine),
                new TrainingState(1, fine, fine, bad))) {
            var error = assertThrows(
                    IllegalArgumentException.class, () -> new Checkpoint(state, new TreeMap<>(), List.of()));

            assertTrue(error.getMessage().endsWith(" 0 is " + value + "; nothing that is not finite is checkpointed"));
        }
    }

    @Test
    void shouldWorkOnAFileSystemThatIsNotTheLocalDisk() throws IOException {
        var hadoop = new Configuration();
        hadoop.set("fs.file.impl", "org.apache.hadoop.fs.RawLocalFileSystem");
        hadoop.setBoolean("fs.file.impl.disable.cache", true);
        var elsewhere = CheckpointFolder.take(temp.resolve("raw").toUri().toString(), hadoop, "local-1");

        elsewhere.write(checkpoint(1), 1);
        elsewhere.write(checkpoint(2), 1);

        assertSame(checkpoint(2), elsewhere.newest().checkpoint().orElseThrow());
        assertArrayEquals(
                new String[] {"000002.checkpoint", "000002.manifest.json", "lock"},
                Arrays.stream(temp.resolve("raw").toFile().list()).sorted().toArray());
    }
}
