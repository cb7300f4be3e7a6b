package io.convoy.spark.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.jspecify.annotations.Nullable;

/**
 * The file operations on which guarantees stand, as one kind of file system offers them. Nothing follows a link where
 * it writes, and nothing deletes a folder that holds what its caller does not know.
 */
public abstract class Storage {

    private final FileSystem fileSystem;

    Storage(FileSystem fileSystem) {
        this.fileSystem = fileSystem;
    }

    /** On local disks without Hadoop's {@code .crc} files: they would be written and renamed in steps of their own. */
    public static Storage of(FileSystem fileSystem) {
        if (fileSystem instanceof LocalFileSystem local) {
            return new LocalStorage(local.getRaw());
        }
        return fileSystem instanceof RawLocalFileSystem ? new LocalStorage(fileSystem) : new HadoopStorage(fileSystem);
    }

    public static Storage at(Path path, Configuration hadoop) throws IOException {
        return of(path.getFileSystem(hadoop));
    }

    /** For what it tells of files. */
    public final FileSystem fileSystem() {
        return fileSystem;
    }

    /**
     * A new file, with the folders above it; on the disk when the stream is closed.
     *
     * @throws IOException if there is something of that name, be it a link that leads nowhere
     */
    public abstract OutputStream create(Path file) throws IOException;

    /** Writes in place: a reader may see a part. */
    abstract void overwrite(Path file, Content content) throws IOException;

    public final void overwrite(Path file, byte[] bytes) throws IOException {
        overwrite(file, out -> out.write(bytes));
    }

    /**
     * Puts a file in the place of another, or of none: written aside, then renamed. On failure the old content stays
     * and nothing else is left.
     */
    abstract void replace(Path file, Content content) throws IOException;

    /**
     * Creates a file that is not there; of any number of callers one succeeds. A reader may see the file before its
     * content. On failure nothing is left.
     *
     * @return false if the file was there
     */
    public abstract boolean createNew(Path file, byte[] bytes) throws IOException;

    /**
     * Moves a folder to a name that is not there.
     *
     * @return false if {@code target} was taken, with both as they were
     */
    public abstract boolean renameToNew(Path source, Path target) throws IOException;

    /** Whether nobody writes this draft any more, as far as can be told. */
    abstract boolean isAbandoned(FileStatus draft) throws IOException;

    /** @throws IOException if nothing can be created in this folder, or it is none */
    abstract void requireWritable(Path folder) throws IOException;

    /**
     * Tells whether something may be created at a path, by the rights on the folder above it that is there.
     *
     * @throws IOException if not
     */
    public final void requireCreatable(Path path) throws IOException {
        Path folder = path.getParent() == null ? path : path.getParent();
        while (folder.getParent() != null && !fileSystem.exists(folder)) {
            folder = folder.getParent();
        }
        requireWritable(folder);
    }

    /** Why no file can be created in a folder, with the mend; nothing if one can. The folder need not be there. */
    public static Optional<String> obstacle(Path folder, Configuration hadoop) {
        try {
            var storage = at(folder, hadoop);
            if (storage.fileSystem.exists(folder)
                    && storage.fileSystem.getFileStatus(folder).isFile()) {
                return Optional.of("is a file; name a folder");
            }
            storage.requireCreatable(new Path(folder, "file"));
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of("cannot be written (" + e.getMessage() + "); choose another folder");
        }
    }

    /**
     * @throws FileNotFoundException if there is no such file
     * @throws StoreException if there is one that cannot be read
     */
    public abstract InputStream open(Path file) throws IOException;

    /** Writes a new file, see {@link #create}; on failure nothing is left. */
    public final void write(Path file, byte[] bytes) throws IOException {
        if (!createNew(file, bytes)) {
            throw new IOException(file + " is there already");
        }
    }

    /**
     * @throws FileNotFoundException if there is no such file
     * @throws StoreException if there is one that cannot be read
     */
    public final byte[] read(Path file) throws IOException {
        try (InputStream in = open(file)) {
            return in.readAllBytes();
        }
    }

    static StoreException unreadable(Path file, String reason, @Nullable IOException cause) {
        return new StoreException(
                file + " cannot be read: " + reason + "; let this user read it, or take it away", cause);
    }

    public final boolean exists(Path path) throws IOException {
        return fileSystem().exists(path);
    }

    /** What lies directly in a folder; nothing if there is no such folder. */
    public final List<FileStatus> list(Path folder) throws IOException {
        try {
            return List.of(fileSystem.listStatus(folder));
        } catch (FileNotFoundException missing) {
            return List.of();
        } catch (AccessDeniedException refused) {
            // What Hadoop says, too, of a local folder that vanishes while it is listed.
            if (fileSystem.exists(folder)) {
                throw refused;
            }
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

    /** Deletes a file, or a folder that is empty; what is not there is no failure. */
    public final void delete(Path path) throws IOException {
        fileSystem.delete(path, false);
    }

    /** Deletes a folder that {@link Store#publish} was given to write into, if it is one by its name. */
    public final void deleteStaging(FileStatus folder) throws IOException {
        if (folder.isDirectory() && Draft.isUuid(folder.getPath().getName())) {
            deleteDraft(folder.getPath());
        }
    }

    /** Deletes a folder with everything in it: one that its caller has made under a name that nobody else has. */
    final void deleteDraft(Path folder) throws IOException {
        fileSystem.delete(folder, true);
    }
}
