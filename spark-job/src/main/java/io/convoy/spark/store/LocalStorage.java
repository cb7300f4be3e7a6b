package io.convoy.spark.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A local disk. Written to through the operating system: Hadoop looks before it creates, in two steps, copies where a
 * rename fails, and starts a process for each file to set its permissions.
 */
final class LocalStorage extends Storage {

    LocalStorage(FileSystem rawLocal) {
        super(rawLocal);
    }

    @Override
    public OutputStream create(Path file) throws IOException {
        return new SyncedOutputStream(nio(withParent(file)));
    }

    @Override
    public boolean createNew(Path file, byte[] bytes) throws IOException {
        try {
            Files.write(
                    nio(withParent(file)),
                    bytes,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
    }

    @Override
    public void renameOver(Path source, Path target) throws IOException {
        Files.move(nio(source), nio(target), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public boolean renameToNew(Path source, Path target) throws IOException {
        try {
            Files.move(nio(source), nio(withParent(target)), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (DirectoryNotEmptyException taken) {
            return false;
        } catch (FileSystemException failed) {
            if (Files.exists(nio(target))) {
                return false;
            }
            throw failed;
        }
    }

    private static Path withParent(Path file) throws IOException {
        Files.createDirectories(nio(file.getParent()));
        return file;
    }

    private static java.nio.file.Path nio(Path path) {
        return java.nio.file.Path.of(path.toUri().getPath());
    }

    private static final class SyncedOutputStream extends FileOutputStream {

        SyncedOutputStream(java.nio.file.Path file) throws IOException {
            super(file.toFile());
        }

        @Override
        public void close() throws IOException {
            if (getChannel().isOpen()) {
                getFD().sync();
            }
            super.close();
        }
    }
}
