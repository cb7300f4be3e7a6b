package io.convoy.spark.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder of a table that Spark writes, with all its files or not there: written aside, then renamed. On an object
 * store, where a folder is not renamed at once, {@code _SUCCESS} in it tells a whole one.
 */
public record WholeFolder(Path path, Configuration hadoop) {

    /** What fills a folder that is not there yet. */
    @FunctionalInterface
    public interface Content {
        void writeTo(Path folder) throws IOException;
    }

    /** Takes the place of what is there. On failure the old content stays and nothing else is left. */
    public void write(Content content) throws IOException {
        var fileSystem = path.getFileSystem(hadoop);
        var folder = fileSystem.makeQualified(path);
        var aside = beside(folder, ".tmp");
        fileSystem.delete(aside, true);
        try {
            content.writeTo(aside);
            replace(fileSystem, folder, aside);
        } catch (IOException | RuntimeException e) {
            fileSystem.delete(aside, true);
            throw e;
        }
    }

    /** Why this folder cannot be written, with the mend; nothing if it can. */
    public Optional<String> obstacle(boolean overwrite) {
        try {
            var fileSystem = path.getFileSystem(hadoop);
            if (path.getParent() == null) {
                return Optional.of("is the root of a file system; name a folder in it");
            }
            if (fileSystem.exists(path)) {
                if (fileSystem.getFileStatus(path).isFile()) {
                    return Optional.of("is a file; name a folder");
                }
                var files = fileSystem.listStatus(path);
                if (files.length > 0 && !overwrite) {
                    return Optional.of("is not empty; choose another folder or add --overwrite");
                }
                var stranger = Arrays.stream(files)
                        .map(FileStatus::getPath)
                        .map(Path::getName)
                        .filter(name -> !name.matches("[._].*|part-.*"))
                        .findFirst();
                if (stranger.isPresent()) {
                    return Optional.of(
                            "holds " + stranger.get() + ", which is no part of a table; choose another folder");
                }
            }
            WholeFile.probe(fileSystem, path);
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of("cannot be written (" + e.getMessage() + "); choose another folder");
        }
    }

    private static void replace(FileSystem fileSystem, Path folder, Path aside) throws IOException {
        var old = beside(folder, ".old");
        fileSystem.delete(old, true);
        boolean replaces = fileSystem.exists(folder);
        if (replaces) {
            rename(fileSystem, folder, old);
        }
        try {
            rename(fileSystem, aside, folder);
        } catch (IOException e) {
            if (replaces) {
                rename(fileSystem, old, folder);
            }
            throw e;
        }
        fileSystem.delete(old, true);
    }

    private static Path beside(Path folder, String ending) {
        return new Path(folder.getParent(), "." + folder.getName() + ending);
    }

    private static void rename(FileSystem fileSystem, Path from, Path to) throws IOException {
        if (!fileSystem.rename(from, to)) {
            throw new IOException(from + " cannot be renamed to " + to);
        }
    }
}
