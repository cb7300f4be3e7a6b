package io.convoy.spark.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left when a disk is full: the old content, and nothing that is partial. */
class FullDiskTest {

    private static final int BYTES = 100_000;

    @TempDir
    Path folder;

    /** A file system that is no local disk by its class and refuses to write after so many bytes. */
    private static final class SmallFileSystem extends FilterFileSystem {

        private final int room;

        SmallFileSystem(FileSystem fileSystem, int room) {
            super(fileSystem);
            this.room = room;
        }

        @Override
        public FSDataOutputStream create(
                org.apache.hadoop.fs.Path file,
                FsPermission permission,
                boolean overwrite,
                int bufferSize,
                short replication,
                long blockSize,
                Progressable progress)
                throws IOException {
            var out = super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress);
            return new FSDataOutputStream(new Small(out, room), null);
        }
    }

    private static final class Small extends FilterOutputStream {

        private int room;

        Small(OutputStream out, int room) {
            super(out);
            this.room = room;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, Math.min(room, length));
            room -= length;
            if (room < 0) {
                throw new IOException("No space left on device");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, BYTES / 2, BYTES - 1})
    void shouldLeaveNothingPartialOnAnyFileSystem(int room) throws IOException {
        var raw = ((LocalFileSystem) FileSystem.getLocal(new Configuration())).getRaw();
        Files.write(folder.resolve("content"), new byte[] {1});

        requireNothingPartial(Publishing.RENAME.store(new SmallFileSystem(raw, room)), folder);
    }

    @Test
    void shouldLeaveNothingPartialOnALocalDisk() throws Exception {
        var mount = Files.createDirectory(folder.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", mount.toString()),
                "skipped: this user cannot mount a small tmpfs");
        try {
            Files.write(mount.resolve("content"), new byte[] {1});
            requireNothingPartial(Publishing.RENAME.store(FileSystem.getLocal(new Configuration())), mount);
        } finally {
            run("umount", mount.toString());
        }
    }

    private static void requireNothingPartial(Store store, Path folder) throws IOException {
        var file = new org.apache.hadoop.fs.Path(folder.resolve("content").toUri());
        var other = new org.apache.hadoop.fs.Path(folder.resolve("other").toUri());
        var target = new org.apache.hadoop.fs.Path(folder.resolve("versions/1").toUri());
        var staging = new org.apache.hadoop.fs.Path(folder.resolve("staging").toUri());

        assertThrows(IOException.class, () -> store.replace(file, new byte[BYTES]));
        assertThrows(IOException.class, () -> store.storage().createNew(other, new byte[BYTES]));
        for (var publishing : Publishing.values()) {
            assertThrows(
                    IOException.class,
                    () -> publishing
                            .store(store.storage().fileSystem())
                            .publish(
                                    staging,
                                    target,
                                    List.of("f"),
                                    to -> store.storage()
                                            .write(new org.apache.hadoop.fs.Path(to, "f"), new byte[BYTES])));
        }

        assertArrayEquals(new byte[] {1}, Files.readAllBytes(folder.resolve("content")));
        try (var left = Files.walk(folder)) {
            assertEquals(
                    List.of(folder.resolve("content")),
                    left.filter(Files::isRegularFile).toList());
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
