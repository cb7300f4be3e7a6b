package io.convoy.spark.store;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** For HDFS and local disks: everything is written beside its place and appears there by one rename. */
final class RenamingStore extends Store {

    RenamingStore(Storage storage) {
        super(storage);
    }

    @Override
    public void replace(Path file, Content content) throws IOException {
        storage().replace(file, content);
    }

    @Override
    public boolean publish(Path staging, Path target, List<String> names, FolderWriter writer) throws IOException {
        boolean published = false;
        try {
            writer.writeTo(staging);
            published = storage().renameToNew(staging, target);
        } finally {
            if (!published) {
                storage().deleteDraft(staging);
            }
        }
        return published;
    }
}
