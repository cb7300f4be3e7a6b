package io.convoy.spark.store;

import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.fs.Path;

/** For HDFS and local disks: everything is written beside its place and appears there by one rename. */
final class RenamingStore extends Store {

    RenamingStore(Storage storage) {
        super(storage);
    }

    @Override
    public void replace(Path file, byte[] bytes) throws IOException {
        Path draft = new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID());
        storage().write(draft, bytes);
        storage().renameOver(draft, file);
    }

    @Override
    public boolean publish(Path staging, Path target, FolderWriter writer) throws IOException {
        writer.writeTo(staging);
        if (storage().renameToNew(staging, target)) {
            return true;
        }
        storage().delete(staging);
        return false;
    }
}
