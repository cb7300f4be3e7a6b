package io.convoy.spark.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
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

    /** Content that fails half-way must not become an object: it is put down on the local disk first. */
    @Override
    public void replace(Path file, Content content) throws IOException {
        var spool = Files.createTempFile("convoy", null);
        try {
            try (OutputStream out = Files.newOutputStream(spool)) {
                content.writeTo(out);
            }
            storage().overwrite(file, out -> Files.copy(spool, out));
        } finally {
            Files.deleteIfExists(spool);
        }
    }

    @Override
    public boolean publish(Path staging, Path target, List<String> names, FolderWriter writer) throws IOException {
        String claim = staging.getName() + "\n" + String.join("\n", names) + "\n";
        if (!storage().createNew(new Path(target, CLAIM), claim.getBytes(StandardCharsets.UTF_8))) {
            return false;
        }
        boolean published = false;
        try {
            writer.writeTo(target);
            published = true;
        } finally {
            if (!published) {
                storage().deleteDraft(target);
            }
        }
        return true;
    }
}
