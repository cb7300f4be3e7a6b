package io.convoy.spark.store;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/**
 * How documents and folders come into the registry whole. What is atomic differs: HDFS and local disks rename
 * atomically but overwrite in place; object stores write an object whole but rename by copying.
 */
public abstract sealed class Store permits RenamingStore, CreateLastStore {

    /** Tells other publishers that a folder is taken, and readers nothing. */
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

    public final Storage storage() {
        return storage;
    }

    /** Writes a document that may be there already. */
    public abstract void replace(Path file, byte[] bytes) throws IOException;

    /**
     * Publishes a folder under a name that nobody else has used.
     *
     * @param staging a folder that is this publisher's alone
     * @return false if {@code target} was taken, with {@code target} untouched
     */
    public abstract boolean publish(Path staging, Path target, FolderWriter writer) throws IOException;
}
