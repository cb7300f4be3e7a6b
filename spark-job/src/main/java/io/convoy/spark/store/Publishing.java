package io.convoy.spark.store;

import java.util.Set;
import org.apache.hadoop.fs.FileSystem;

/** How a registry publishes; fixed when it is created, and written in its marker. */
public enum Publishing {
    /** Write aside, then rename: for file systems whose rename is atomic. */
    RENAME,
    /** Write in place, the mark of completeness last: for object stores. */
    CREATE_LAST;

    private static final Set<String> RENAMES_ATOMICALLY = Set.of("file", "hdfs", "viewfs");

    /** The way that suits a file system by its scheme. */
    public static Publishing of(FileSystem fileSystem) {
        return RENAMES_ATOMICALLY.contains(fileSystem.getScheme()) ? RENAME : CREATE_LAST;
    }

    public Store store(FileSystem fileSystem) {
        Storage storage = Storage.of(fileSystem);
        return switch (this) {
            case RENAME -> new RenamingStore(storage);
            case CREATE_LAST -> new CreateLastStore(storage);
        };
    }
}
