package io.convoy.spark.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.Path;

/**
 * For object stores, where a rename copies one object after the other but an object appears whole: files are written in
 * their place, after a claim on the folder, and the file that marks it complete is created last.
 *
 * <p>On a file system that does not write files whole (a local disk, say) a reader may meet half a document; it notices
 * by the digests.
 */
final class CreateLastStore extends Store {

    CreateLastStore(Storage storage) {
        super(storage);
    }

    @Override
    public void replace(Path file, byte[] bytes) throws IOException {
        storage().write(file, bytes);
    }

    @Override
    public boolean publish(Path staging, Path target, FolderWriter writer) throws IOException {
        byte[] claim = (staging.getName() + "\n").getBytes(StandardCharsets.UTF_8);
        if (!storage().createNew(new Path(target, CLAIM), claim)) {
            return false;
        }
        writer.writeTo(target);
        return true;
    }
}
