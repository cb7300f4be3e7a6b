package io.convoy.spark.store;

import java.io.FileNotFoundException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A local disk. Written to through the operating system: Hadoop looks before it creates, in two steps, copies where a
 * rename fails, and starts a process for each file to set its permissions.
 *
 * <p>Who writes a draft holds the operating system's lock on it, which ends with its process.
 */
final class LocalStorage extends Storage {

    /** A draft is locked within this time of its creation. */
    private static final long MILLIS_TO_LOCK = 2_000;

    LocalStorage(FileSystem rawLocal) {
        super(rawLocal);
    }

    @Override
    public OutputStream create(Path file) throws IOException {
        return new SyncedOutputStream(newFile(file));
    }

    @Override
    void overwrite(Path file, Content content) throws IOException {
        try (OutputStream out = new SyncedOutputStream(FileChannel.open(
                nio(withParent(file)),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS))) {
            content.writeTo(out);
        }
    }

    @Override
    void replace(Path file, Content content) throws IOException {
        Path draft = Draft.of(file);
        boolean done = false;
        try (FileChannel channel = newFile(draft)) {
            try {
                content.writeTo(Channels.newOutputStream(channel));
                channel.force(true);
                Files.move(nio(draft), nio(file), StandardCopyOption.ATOMIC_MOVE);
                done = true;
            } finally {
                if (!done) {
                    Files.deleteIfExists(nio(draft));
                }
            }
        }
    }

    @Override
    public boolean createNew(Path file, byte[] bytes) throws IOException {
        FileChannel channel;
        try {
            channel = newFile(file);
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
        boolean done = false;
        try (OutputStream out = new SyncedOutputStream(channel)) {
            out.write(bytes);
            channel.force(true);
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(nio(file));
            }
        }
        return true;
    }

    /** Exclusively, which follows no link either. */
    private FileChannel newFile(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(nio(withParent(file)), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (Draft.target(file.getName()).isPresent()) {
            try {
                var unused = channel.tryLock();
            } catch (IOException unsupported) {
                // A file system without locks: then nobody can take this draft for abandoned either.
            }
        }
        return channel;
    }

    @Override
    boolean isAbandoned(FileStatus draft) throws IOException {
        String name = draft.getPath().getName();
        if (Draft.isOurs(name) || System.currentTimeMillis() - draft.getModificationTime() < MILLIS_TO_LOCK) {
            return false;
        }
        try (FileChannel channel =
                FileChannel.open(nio(draft.getPath()), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            return channel.tryLock() != null;
        } catch (IOException goneOrUnsupported) {
            return false;
        }
    }

    @Override
    public boolean renameToNew(Path source, Path target) throws IOException {
        try {
            Files.move(nio(source), nio(withParent(target)), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (DirectoryNotEmptyException taken) {
            return false;
        } catch (FileSystemException failed) {
            if (Files.exists(nio(target), LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            throw failed;
        }
    }

    @Override
    void requireWritable(Path folder) throws IOException {
        java.nio.file.Path local = nio(folder);
        if (!Files.isDirectory(local)) {
            throw new IOException(folder + " is not a folder");
        }
        if (!Files.isWritable(local) || !Files.isExecutable(local)) {
            throw new IOException(folder + " is not writable for this user");
        }
    }

    @Override
    public InputStream open(Path file) throws IOException {
        try {
            if (Files.isDirectory(nio(file))) {
                throw unreadable(file, "it is a folder", null);
            }
            return Files.newInputStream(nio(file));
        } catch (NoSuchFileException missing) {
            throw (IOException) new FileNotFoundException(file + " does not exist").initCause(missing);
        } catch (AccessDeniedException denied) {
            throw unreadable(file, "permission denied", denied);
        }
    }

    private static Path withParent(Path file) throws IOException {
        Files.createDirectories(nio(file.getParent()));
        return file;
    }

    private static java.nio.file.Path nio(Path path) {
        return java.nio.file.Path.of(path.toUri().getPath());
    }

    private static final class SyncedOutputStream extends FilterOutputStream {

        private final FileChannel channel;

        SyncedOutputStream(FileChannel channel) {
            super(Channels.newOutputStream(channel));
            this.channel = channel;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            try (channel) {
                if (channel.isOpen()) {
                    channel.force(true);
                }
            }
        }
    }
}
