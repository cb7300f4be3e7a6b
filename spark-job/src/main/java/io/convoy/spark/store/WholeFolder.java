package io.convoy.spark.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The folder of a table that Spark writes, with all its files or not there: written aside, then renamed. On an object
 * store, where a folder is not renamed at once, {@code _SUCCESS} in it tells a whole one. {@code _convoy.json} in it
 * lists its files: nothing else is ever deleted.
 *
 * <p>Aside is a folder {@code .NAME.UUID} beside it. In it are a file that its writer holds open, {@code new}, and in
 * the end what was replaced.
 */
public record WholeFolder(Path path, Configuration hadoop) {

    static final String LIST = "_convoy.json";

    private static final String WRITER = "writer";
    private static final String NEW = "new";
    private static final String OLD = "old";

    private static final Logger LOG = LogManager.getLogger(WholeFolder.class);

    private static final int NAMED = 3;
    private static final int ATTEMPTS = 5;

    /** What fills a folder that is not there yet. */
    @FunctionalInterface
    public interface FolderContent {
        void writeTo(Path folder) throws IOException;
    }

    /** {@code _convoy.json}. */
    private record Listing(List<String> files) {

        Listing {
            files = List.copyOf(files);
        }
    }

    /**
     * Takes the place of what is there. On failure the old content stays and nothing else is left.
     *
     * @throws StoreException if the folder holds what Convoy did not write
     */
    public void write(FolderContent content) throws IOException {
        var storage = Storage.at(path, hadoop);
        var folder = storage.fileSystem().makeQualified(path);
        clearDrafts(storage, folder);
        var aside = Draft.of(folder);
        try (OutputStream writer = storage.create(Draft.of(new Path(aside, WRITER)))) {
            writer.flush();
            var fresh = new Path(aside, NEW);
            content.writeTo(fresh);
            storage.write(new Path(fresh, LIST), Json.bytes(new Listing(names(storage, fresh))));
            replace(storage, folder, aside);
        } finally {
            clear(storage, folder, aside);
        }
    }

    /** Why this folder cannot be written, with the mend; nothing if it can. */
    public Optional<String> obstacle(boolean overwrite) {
        try {
            var storage = Storage.at(path, hadoop);
            if (path.getParent() == null) {
                return Optional.of("is the root of a file system; name a folder in it");
            }
            if (storage.fileSystem().exists(path)) {
                if (storage.fileSystem().getFileStatus(path).isFile()) {
                    return Optional.of("is a file; name a folder");
                }
                if (!overwrite && !storage.list(path).isEmpty()) {
                    return Optional.of("is not empty; choose another folder or add --overwrite");
                }
                var strangers = strangers(storage, path);
                if (!strangers.isEmpty()) {
                    return Optional.of("holds " + strangers.get() + "; choose another folder");
                }
            }
            storage.requireCreatable(path);
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of("cannot be written (" + e.getMessage() + "); choose another folder");
        }
    }

    /** Others may take the folder away or put theirs there at any moment between two looks at it: looks again then. */
    private static void replace(Storage storage, Path folder, Path aside) throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            var strangers = strangers(storage, folder);
            if (strangers.isPresent() && attempt == ATTEMPTS) {
                throw new StoreException(
                        folder + " holds " + strangers.get() + "; nothing was written. Choose another folder");
            }
            if (strangers.isEmpty()
                    && isGone(storage, folder, new Path(aside, OLD + attempt))
                    && storage.renameToNew(new Path(aside, NEW), folder)) {
                return;
            }
        }
        throw new IOException(folder + " is written by others all the time; give each a folder of its own");
    }

    /** Moves a folder aside; true, too, if it was not there. */
    private static boolean isGone(Storage storage, Path folder, Path old) throws IOException {
        try {
            return !storage.exists(folder) || storage.renameToNew(folder, old);
        } catch (FileNotFoundException | NoSuchFileException taken) {
            return !storage.exists(folder);
        }
    }

    /** What in a folder is not on its list, in words; nothing if all of it is. */
    private static Optional<String> strangers(Storage storage, Path folder) throws IOException {
        var listed = listed(storage, folder);
        var strangers = new TreeSet<>(names(storage, folder));
        listed.forEach(strangers::remove);
        if (strangers.isEmpty()) {
            return Optional.empty();
        }
        var named = String.join(", ", strangers.stream().limit(NAMED).toList());
        int more = strangers.size() - NAMED;
        return Optional.of(named + (more > 0 ? " and " + more + " more" : "") + ", which Convoy did not write");
    }

    /** What Convoy wrote; nothing where it left no list. */
    private static List<String> listed(Storage storage, Path folder) throws IOException {
        try {
            var files = new ArrayList<>(Json.parse(storage.read(new Path(folder, LIST)), Listing.class)
                    .files());
            files.add(LIST);
            return files;
        } catch (FileNotFoundException | TornDocumentException none) {
            return List.of();
        }
    }

    private static List<String> names(Storage storage, Path folder) throws IOException {
        return storage.list(folder).stream()
                .map(entry -> entry.getPath().getName())
                .sorted()
                .toList();
    }

    /** Clears what killed writers of this folder left; a table that one of them had taken away is put back. */
    private static void clearDrafts(Storage storage, Path folder) throws IOException {
        for (FileStatus entry : storage.list(folder.getParent())) {
            var draft = Draft.target(entry.getPath().getName()).filter(folder.getName()::equals);
            if (draft.isPresent() && entry.isDirectory() && isAbandoned(storage, entry)) {
                LOG.info("Deleting {}, which a killed run left", entry.getPath());
                clear(storage, folder, entry.getPath());
            }
        }
    }

    private static boolean isAbandoned(Storage storage, FileStatus aside) throws IOException {
        for (FileStatus entry : storage.list(aside.getPath())) {
            var mark = Draft.target(entry.getPath().getName()).filter(WRITER::equals);
            if (mark.isPresent()) {
                return storage.isAbandoned(entry);
            }
        }
        return false;
    }

    /** Deletes what stands aside; of what was replaced only the files on its list, unless it has to go back. */
    private static void clear(Storage storage, Path folder, Path aside) throws IOException {
        for (int attempt = ATTEMPTS; attempt > 0; attempt--) {
            var old = new Path(aside, OLD + attempt);
            if (!storage.fileSystem().exists(old)) {
                continue;
            }
            if (!storage.fileSystem().exists(folder) && storage.renameToNew(old, folder)) {
                continue;
            }
            for (var name : listed(storage, old)) {
                storage.delete(new Path(old, name));
            }
            if (!storage.list(old).isEmpty()) {
                LOG.warn("{} holds what Convoy did not write; it stays there", old);
                return;
            }
        }
        storage.deleteDraft(aside);
    }
}
