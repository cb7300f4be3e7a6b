package io.convoy.spark.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A file that readers see with its old content or its new one, never with a part: written aside, then renamed. */
public record WholeFile(Path path, Configuration hadoop) {

    /** What goes into a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** On failure the old content stays and nothing else is left. */
    public void write(Content content) throws IOException {
        var fileSystem = fileSystem(path, hadoop);
        var aside = new Path(path.getParent(), "." + path.getName() + ".tmp");
        try {
            try (var out = create(fileSystem, aside)) {
                content.writeTo(out);
            }
            replace(fileSystem, aside);
        } catch (IOException | RuntimeException e) {
            fileSystem.delete(aside, false);
            throw e;
        }
    }

    /** Why this file cannot be written, with the mend; nothing if it can. */
    public Optional<String> obstacle(boolean overwrite) {
        try {
            var fileSystem = fileSystem(path, hadoop);
            if (fileSystem.exists(path)) {
                if (fileSystem.getFileStatus(path).isDirectory()) {
                    return Optional.of("is a folder; name a file");
                }
                if (!overwrite) {
                    return Optional.of("is there already; choose another file or add --overwrite");
                }
            }
            probe(fileSystem, path);
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of("cannot be written (" + e.getMessage() + "); choose another file");
        }
    }

    /** Tries whether something may be created at a path, with an empty file that it takes away again. */
    public static void probe(FileSystem fileSystem, Path path) throws IOException {
        var folder = path.getParent() == null ? path : path.getParent();
        while (folder.getParent() != null && !fileSystem.exists(folder)) {
            folder = folder.getParent();
        }
        var probe = new Path(folder, ".convoy-" + UUID.randomUUID());
        fileSystem.create(probe, false).close();
        fileSystem.delete(probe, false);
    }

    /** A local file has the permissions that the process gives: for Hadoop's own, Hadoop starts a process, chmod. */
    private static OutputStream create(FileSystem fileSystem, Path path) throws IOException {
        if (fileSystem instanceof RawLocalFileSystem local) {
            local.mkdirs(path.getParent());
            return Files.newOutputStream(local.pathToFile(path).toPath());
        }
        return fileSystem.create(path, true);
    }

    private void replace(FileSystem fileSystem, Path aside) throws IOException {
        if (isLocal(fileSystem)) {
            if (!fileSystem.rename(aside, path)) {
                throw new IOException(aside + " cannot be renamed to " + path);
            }
        } else {
            // Elsewhere FileSystem.rename refuses to replace a file.
            FileContext.getFileContext(path.toUri(), hadoop).rename(aside, path, Rename.OVERWRITE);
        }
    }

    /**
     * The file system of a path. Hadoop's local one keeps checksums in files of their own ({@code .name.crc}), which
     * cannot be replaced together with the file; the raw one below it does without.
     */
    public static FileSystem fileSystem(Path path, Configuration hadoop) throws IOException {
        var fileSystem = path.getFileSystem(hadoop);
        return fileSystem instanceof LocalFileSystem local ? local.getRaw() : fileSystem;
    }

    private static boolean isLocal(FileSystem fileSystem) {
        return fileSystem.getUri().getScheme().equals("file");
    }
}
