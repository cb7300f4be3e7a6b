package io.convoy.spark.store;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A file that a user names, and that readers see with its old content or its new one, never with a part. */
public record WholeFile(Path path, Configuration hadoop) {

    /** Tells by its content whether Convoy wrote a file, which may be replaced. */
    @FunctionalInterface
    public interface Recognition {

        /** @param file of any content and length */
        boolean test(Storage storage, Path file) throws IOException;
    }

    /** On failure the old content stays and nothing else is left. */
    public void write(Content content) throws IOException {
        var store = Store.at(path, hadoop);
        var file = store.storage().fileSystem().makeQualified(path);
        store.clearDrafts(file.getParent(), Set.of(file.getName()));
        store.replace(file, content);
    }

    /**
     * Why this file cannot be written, with the mend; nothing if it can.
     *
     * @param ours what may be overwritten
     */
    public Optional<String> obstacle(boolean overwrite, Recognition ours) {
        try {
            var storage = Storage.at(path, hadoop);
            if (storage.fileSystem().exists(path)) {
                var status = storage.fileSystem().getFileStatus(path);
                if (status.isDirectory()) {
                    return Optional.of("is a folder; name a file");
                }
                if (!overwrite) {
                    return Optional.of("is there already; choose another file or add --overwrite");
                }
                if (status.getLen() > 0 && !ours.test(storage, path)) {
                    return Optional.of("is a file that Convoy did not write; choose another, or delete it yourself");
                }
            }
            storage.requireCreatable(path);
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of("cannot be written (" + e.getMessage() + "); choose another file");
        }
    }
}
