package io.convoy.spark.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** The file operations on which guarantees stand, as one kind of file system offers them. */
public abstract class Storage {

    private final FileSystem fileSystem;

    Storage(FileSystem fileSystem) {
        this.fileSystem = fileSystem;
    }

    /** On local disks without Hadoop's {@code .crc} files: they would be written and renamed in steps of their own. */
    public static Storage of(FileSystem fileSystem) {
        return fileSystem instanceof LocalFileSystem local
                ? new LocalStorage(local.getRaw())
                : new HadoopStorage(fileSystem);
    }

    /** For reading, listing and deleting. */
    public final FileSystem fileSystem() {
        return fileSystem;
    }

    /** A file written from its start, with the folders above it; on the disk when the stream is closed. */
    public abstract OutputStream create(Path file) throws IOException;

    /**
     * Creates a file that is not there; of any number of callers one succeeds. A reader may see the file before its
     * content.
     *
     * @return false if the file was there
     */
    public abstract boolean createNew(Path file, byte[] bytes) throws IOException;

    /** Puts a file in the place of another, or of none. */
    public abstract void renameOver(Path source, Path target) throws IOException;

    /**
     * Moves a folder to a name that is not there.
     *
     * @return false if {@code target} was taken, with both as they were
     */
    public abstract boolean renameToNew(Path source, Path target) throws IOException;

    public final void write(Path file, byte[] bytes) throws IOException {
        try (OutputStream out = create(file)) {
            out.write(bytes);
        }
    }

    /** @throws FileNotFoundException if there is no such file */
    public final byte[] read(Path file) throws IOException {
        try (FSDataInputStream in = fileSystem.open(file)) {
            return in.readAllBytes();
        }
    }

    /** What lies directly in a folder; nothing if there is no such folder. */
    public final List<FileStatus> list(Path folder) throws IOException {
        try {
            return List.of(fileSystem.listStatus(folder));
        } catch (FileNotFoundException missing) {
            return List.of();
        }
    }

    /** The files in a folder and in the folders below; nothing if there is no such folder. */
    public final List<FileStatus> filesBelow(Path folder) throws IOException {
        List<FileStatus> files = new ArrayList<>();
        for (FileStatus entry : list(folder)) {
            // Hadoop's own recursive listing starts a process for each local file.
            if (entry.isDirectory()) {
                files.addAll(filesBelow(entry.getPath()));
            } else {
                files.add(entry);
            }
        }
        return files;
    }

    public final void delete(Path path) throws IOException {
        fileSystem.delete(path, true);
    }
}
