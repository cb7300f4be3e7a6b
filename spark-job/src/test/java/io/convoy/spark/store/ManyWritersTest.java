package io.convoy.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.spark.Chaos;
import io.convoy.spark.ChildJvm;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two writers of one file, a third that is killed with SIGKILL again and again, and a reader that never stops. */
class ManyWritersTest {

    /** With each of the seeds, of which {@code scripts/test --chaos} takes ten. */
    private static final int ROUNDS = 100;

    private static final int ROUNDS_OF_A_LIFE = 10;

    @TempDir
    Path folder;

    private Path file;
    private Store store;

    @ParameterizedTest
    @MethodSource("io.convoy.spark.Chaos#seeds")
    void shouldShowEveryReaderAWholeFile(long seed) throws Exception {
        open();
        var launcher = launcher();
        store.replace(hadoop(file), SeededContent.of(seed));
        var done = new AtomicBoolean();
        var threads = Executors.newFixedThreadPool(3);
        try {
            var reads = threads.submit(() -> readUntil(done));
            for (int round = 0; round < ROUNDS; round += ROUNDS_OF_A_LIFE) {
                long first = seed + 1_000_000L * round;
                try (var killed = launcher.start(
                        WriterProcess.class, file.toString(), Long.toString(first), Integer.toString(1_000_000))) {
                    killed.ready();
                    killed.go();
                    var one = threads.submit(writer(first + 1_000_000));
                    var two = threads.submit(writer(first + 2_000_000));
                    Thread.sleep(Chaos.random(seed, round).nextInt(50));
                    killed.kill();
                    one.get();
                    two.get();
                }
            }
            done.set(true);
            assertTrue(reads.get() > ROUNDS, "expected more reads than " + reads.get());
        } finally {
            done.set(true);
            threads.shutdown();
        }
        Thread.sleep(2_100); // a draft that is younger may belong to a writer that has not locked it yet
        store.clearDrafts(hadoop(folder), Set.of(file.getFileName().toString()));
        assertEquals(List.of(file), list());
    }

    private Callable<Void> writer(long first) {
        return () -> {
            for (int round = 0; round < ROUNDS_OF_A_LIFE; round++) {
                store.replace(hadoop(file), SeededContent.of(first + round));
            }
            return null;
        };
    }

    private int readUntil(AtomicBoolean done) throws IOException {
        int reads = 0;
        while (!done.get()) {
            assertTrue(SeededContent.isWhole(store.storage().read(hadoop(file))), "read " + reads);
            reads++;
        }
        return reads;
    }

    @Test
    void shouldClearTheDraftOfAKilledWriterAndSpareThatOfALiveOne() throws Exception {
        open();
        var launcher = launcher();
        var mine = Files.writeString(folder.resolve(".content." + "x".repeat(36)), "not a draft by its name");
        try (var writer = launcher.start(WriterProcess.class, file.toString(), "1", "0")) {
            assertEquals("half", writer.ready());
            var draft = list().stream()
                    .filter(path -> Draft.target(path.getFileName().toString()).isPresent())
                    .findFirst()
                    .orElseThrow();
            Files.setLastModifiedTime(draft, FileTime.from(Instant.now().minusSeconds(3600)));

            store.clearDrafts(hadoop(folder), Set.of("content"));
            assertTrue(Files.exists(draft), "its writer lives");
            store.clearDrafts(hadoop(folder), Set.of("other"));
            writer.kill();
            store.clearDrafts(hadoop(folder), Set.of("other"));
            assertTrue(Files.exists(draft), "it is of another file");

            store.clearDrafts(hadoop(folder), Set.of("content"));
            assertFalse(Files.exists(draft));
            assertEquals(List.of(mine), list());
        }
    }

    @Test
    void shouldFollowNoLink() throws Exception {
        open();
        var victim = Files.writeString(folder.resolve("victim"), "precious");
        Files.createSymbolicLink(file, victim);
        assertFalse(store.storage().createNew(hadoop(file), new byte[1]));

        store.replace(hadoop(file), new byte[] {1});

        assertFalse(Files.isSymbolicLink(file));
        assertEquals("precious", Files.readString(victim));
        var nowhere = folder.resolve("nowhere");
        var link = Files.createSymbolicLink(folder.resolve("link"), nowhere);
        assertFalse(store.storage().createNew(hadoop(link), new byte[1]));
        assertFalse(Files.exists(nowhere));
    }

    @Test
    void shouldTellMissingFromUnreadable() throws Exception {
        open();
        org.junit.jupiter.api.Assertions.assertThrows(
                FileNotFoundException.class, () -> store.storage().read(hadoop(file)));
        Files.createDirectory(file);
        var message = org.junit.jupiter.api.Assertions.assertThrows(
                        StoreException.class, () -> store.storage().read(hadoop(file)))
                .getMessage();
        assertTrue(message.contains("cannot be read: it is a folder"), message);
    }

    private void open() throws IOException {
        file = folder.resolve("content");
        store = Store.at(hadoop(file), new Configuration());
    }

    private ChildJvm.Launcher launcher() throws Exception {
        var training = Files.createTempDirectory("writers");
        training.toFile().deleteOnExit();
        return ChildJvm.Launcher.trainedOn(
                training, WriterProcess.class, training.resolve("content").toString(), "1", "1");
    }

    private List<Path> list() throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static org.apache.hadoop.fs.Path hadoop(Path path) {
        return new org.apache.hadoop.fs.Path(path.toUri());
    }
}
