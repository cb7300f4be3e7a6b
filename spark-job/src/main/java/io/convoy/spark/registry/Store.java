package io.convoy.spark.registry;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/**
 * How documents and folders come into the registry whole. What is atomic differs: HDFS and local disks rename
 * atomically but overwrite in place; object stores write an object whole but rename by copying.
 */
abstract sealed class Store permits RenamingStore, CreateLastStore {

    private final Storage storage;

    Store(Storage storage) {
        this.storage = storage;
    }

    /** Writes the files of a folder to be published. */
    @FunctionalInterface
    interface FolderWriter {

        /** Writes everything into {@code folder}, the file that marks it complete last. */
        void writeTo(Path folder) throws IOException;
    }

    final Storage storage() {
        return storage;
    }

    /** Writes a document that may be there already. */
    abstract void replace(Path file, byte[] bytes) throws IOException;

    /**
     * Publishes a folder under a name that nobody else has used.
     *
     * @param staging a folder that is this publisher's alone
     * @return false if {@code target} was taken, with {@code target} untouched
     */
    abstract boolean publish(Path staging, Path target, FolderWriter writer) throws IOException;
}
