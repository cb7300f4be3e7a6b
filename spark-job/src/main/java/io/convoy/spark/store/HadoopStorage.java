package io.convoy.spark.store;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/** HDFS, and any other file system that Hadoop knows. */
final class HadoopStorage extends Storage {

    HadoopStorage(FileSystem fileSystem) {
        super(fileSystem);
    }

    @Override
    public OutputStream create(Path file) throws IOException {
        return new SyncedOutputStream(fileSystem().create(file, true));
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
        try (OutputStream synced = new SyncedOutputStream(out)) {
            synced.write(bytes);
        }
        // Some object stores look first and write afterwards, so that the later of two writers wins.
        return Arrays.equals(bytes, read(file));
    }

    @Override
    public void renameOver(Path source, Path target) throws IOException {
        context().rename(source, target, Rename.OVERWRITE);
    }

    @Override
    public boolean renameToNew(Path source, Path target) throws IOException {
        fileSystem().mkdirs(target.getParent());
        try {
            context().rename(source, target, Rename.NONE);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
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
