package io.convoy.spark.store;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * How files and folders come to their place whole. What is atomic differs: HDFS and local disks rename atomically but
 * overwrite in place; object stores write an object whole but rename by copying.
 */
public abstract sealed class Store permits RenamingStore, CreateLastStore {

    private static final Logger LOG = LogManager.getLogger(Store.class);

    /** Tells other publishers that a folder is taken, and readers nothing; holds the names of the files to come. */
    public static final String CLAIM = "_CLAIM";

    private final Storage storage;

    Store(Storage storage) {
        this.storage = storage;
    }

    /** Writes the files of a folder to be published. */
    @FunctionalInterface
    public interface FolderWriter {

        /** Writes everything into {@code folder}, the file that marks it complete last. */
        void writeTo(Path folder) throws IOException;
    }

    /** The way that suits the file system of a path. */
    public static Store at(Path path, Configuration hadoop) throws IOException {
        FileSystem fileSystem = path.getFileSystem(hadoop);
        return Publishing.of(fileSystem).store(fileSystem);
    }

    public final Storage storage() {
        return storage;
    }

    /**
     * Writes a file that may be there already: a reader sees the old content or the new one. Of several writers the
     * last one wins whole. On failure the old content stays and nothing else is left.
     */
    public abstract void replace(Path file, Content content) throws IOException;

    public final void replace(Path file, byte[] bytes) throws IOException {
        replace(file, out -> out.write(bytes));
    }

    /**
     * Publishes a folder under a name that nobody else has used. On failure nothing is left.
     *
     * @param staging a folder that is this publisher's alone
     * @param names of the files that {@code writer} will write
     * @return false if {@code target} was taken, with {@code target} untouched
     */
    public abstract boolean publish(Path staging, Path target, List<String> names, FolderWriter writer)
            throws IOException;

    /**
     * Deletes what killed writers of these files left beside them.
     *
     * @param names of files in {@code folder}
     */
    public final void clearDrafts(Path folder, Set<String> names) throws IOException {
        for (FileStatus entry : storage.list(folder)) {
            String name = entry.getPath().getName();
            boolean draft = Draft.target(name).filter(names::contains).isPresent();
            if (draft && entry.isFile() && storage.isAbandoned(entry)) {
                storage.delete(entry.getPath());
                LOG.info("Deleted {}, which a killed run left", entry.getPath());
            }
        }
    }
}
