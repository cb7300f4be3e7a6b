package io.convoy.spark.store;

import java.io.FileNotFoundException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.security.AccessControlException;

/** HDFS, and any other file system that Hadoop knows. */
final class HadoopStorage extends Storage {

    /** No process writes one file for so long. */
    private static final Duration LONGEST_DRAFT = Duration.ofDays(1);

    HadoopStorage(FileSystem fileSystem) {
        super(fileSystem);
    }

    @Override
    public OutputStream create(Path file) throws IOException {
        return new SyncedOutputStream(fileSystem().create(file, false));
    }

    @Override
    void overwrite(Path file, Content content) throws IOException {
        try (OutputStream out = new SyncedOutputStream(fileSystem().create(file, true))) {
            content.writeTo(out);
        }
    }

    @Override
    void replace(Path file, Content content) throws IOException {
        Path draft = Draft.of(file);
        boolean done = false;
        try {
            try (OutputStream out = create(draft)) {
                content.writeTo(out);
            }
            context().rename(draft, file, Rename.OVERWRITE);
            done = true;
        } finally {
            if (!done) {
                fileSystem().delete(draft, false);
            }
        }
    }

    @Override
    public boolean createNew(Path file, byte[] bytes) throws IOException {
        FSDataOutputStream out;
        try {
            out = fileSystem().create(file, false);
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (IOException failed) {
            // HDFS reports a file that another client is still writing as a conflict of leases.
            if (fileSystem().exists(file)) {
                return false;
            }
            throw failed;
        }
        boolean done = false;
        try (OutputStream synced = new SyncedOutputStream(out)) {
            synced.write(bytes);
            done = true;
        } finally {
            if (!done) {
                fileSystem().delete(file, false);
            }
        }
        // Some object stores look first and write afterwards, so that the later of two writers wins.
        return Arrays.equals(bytes, read(file));
    }

    @Override
    boolean isAbandoned(FileStatus draft) {
        return System.currentTimeMillis() - draft.getModificationTime() >= LONGEST_DRAFT.toMillis();
    }

    @Override
    void requireWritable(Path folder) throws IOException {
        if (!fileSystem().getFileStatus(folder).isDirectory()) {
            throw new IOException(folder + " is not a folder");
        }
        fileSystem().access(folder, FsAction.WRITE_EXECUTE);
    }

    @Override
    public InputStream open(Path file) throws IOException {
        try {
            return fileSystem().open(file);
        } catch (FileNotFoundException missing) {
            if (fileSystem().exists(file)) {
                throw unreadable(file, "it is no file", missing);
            }
            throw missing;
        } catch (AccessControlException denied) {
            throw unreadable(file, "permission denied", denied);
        }
    }

    @Override
    public boolean renameToNew(Path source, Path target) throws IOException {
        fileSystem().mkdirs(target.getParent());
        try {
            context().rename(source, target, Rename.NONE);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (UnsupportedFileSystemException looksFirst) {
            return !fileSystem().exists(target) && fileSystem().rename(source, target);
        }
    }

    private FileContext context() throws IOException {
        return FileContext.getFileContext(fileSystem().getUri(), fileSystem().getConf());
    }

    private static final class SyncedOutputStream extends FilterOutputStream {

        private final FSDataOutputStream data;
        private boolean closed;

        SyncedOutputStream(FSDataOutputStream data) {
            super(data);
            this.data = data;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            data.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            try (data) {
                if (data.hasCapability(StreamCapabilities.HSYNC)) {
                    data.hsync();
                }
            }
        }
    }
}
