package io.convoy.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFolderTest {

    @TempDir
    Path temp;

    private WholeFolder table() {
        return new WholeFolder(
                new org.apache.hadoop.fs.Path(temp.resolve("table").toString()), new Configuration());
    }

    private void write(String content) throws IOException {
        table().write(folder -> fill(folder, content));
    }

    private static void fill(org.apache.hadoop.fs.Path folder, String content) throws IOException {
        var path = Files.createDirectories(Path.of(folder.toUri().getPath()));
        Files.writeString(path.resolve("part-0"), content);
        Files.writeString(path.resolve("_SUCCESS"), "");
    }

    private String content() throws IOException {
        return Files.readString(temp.resolve("table/part-0"));
    }

    private List<String> names(String folder) throws IOException {
        try (var files = Files.list(temp.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void shouldReplaceATableAndLeaveNothingBeside() throws IOException {
        write("one");
        assertEquals(Optional.of("is not empty; choose another folder or add --overwrite"), table().obstacle(false));
        assertEquals(Optional.empty(), table().obstacle(true));
        write("two");

        assertEquals("two", content());
        assertEquals(List.of("_SUCCESS", "_convoy.json", "part-0"), names("table"));
        assertEquals(List.of("table"), names(""));
    }

    @Test
    void shouldNameStrangersAndTouchNothing() throws IOException {
        write("one");
        for (var name : List.of(".bashrc", "part-of-thesis.tex", "part-00001.parquet", "_notes", "zebra")) {
            Files.writeString(temp.resolve("table").resolve(name), "mine");
        }
        Files.createDirectory(temp.resolve("table/.ssh"));

        assertEquals(
                Optional.of(
                        "holds .bashrc, .ssh, _notes and 3 more, which Convoy did not write; choose another folder"),
                table().obstacle(true));
        assertThrows(StoreException.class, () -> write("two"));
        assertEquals("one", content());
        assertEquals(9, names("table").size());
        assertEquals(List.of("table"), names(""));
    }

    @Test
    void shouldRefuseATableThatAnotherProgramWrote() throws IOException {
        fill(new org.apache.hadoop.fs.Path(temp.resolve("table").toString()), "another's");

        assertEquals(
                Optional.of("holds _SUCCESS, part-0, which Convoy did not write; choose another folder"),
                table().obstacle(true));
    }

    @Test
    void shouldKeepTheOldTableIfWritingFails() throws IOException {
        write("one");

        assertThrows(
                IOException.class,
                () -> table().write(folder -> {
                    fill(folder, "half");
                    throw new IOException("No space left on device");
                }));

        assertEquals("one", content());
        assertEquals(List.of("table"), names(""));
    }

    @Test
    void shouldPutBackWhatAKilledWriterHadTakenAway() throws IOException {
        write("one");
        var aside = Files.createDirectory(temp.resolve(".table." + UUID.randomUUID()));
        var writer = Files.writeString(aside.resolve(".writer." + UUID.randomUUID()), "");
        Files.setLastModifiedTime(writer, FileTime.from(Instant.now().minusSeconds(60)));
        Files.move(temp.resolve("table"), aside.resolve("old1"));
        var mine = Files.createDirectory(temp.resolve(".table.backup"));

        assertThrows(
                IOException.class,
                () -> table().write(folder -> {
                    throw new IOException("No space left on device");
                }));

        assertEquals("one", content());
        assertFalse(Files.exists(aside));
        assertTrue(Files.exists(mine));
    }

    @Test
    void shouldLetTheLastOfManyWritersWinWhole() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        try {
            for (var writer : threads.invokeAll(
                    List.<Callable<Void>>of(this::writeOften, this::writeOften, this::writeOften, this::writeOften))) {
                writer.get();
            }
        } finally {
            threads.shutdown();
        }

        assertTrue(content().startsWith("written by "), content());
        assertEquals(List.of("_SUCCESS", "_convoy.json", "part-0"), names("table"));
        assertEquals(List.of("table"), names(""));
    }

    private Void writeOften() throws IOException {
        for (int time = 0; time < 100; time++) {
            write("written by " + Thread.currentThread().getName() + ", time " + time);
        }
        return null;
    }
}
