package io.convoy.spark.data;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * What a file system tells of a file without reading it, and what is other once the file was written to or replaced.
 *
 * @param bytes length
 * @param modified when, in milliseconds since 1970
 * @param inode of a local file the number and when that was changed, which nobody can set back; else empty
 */
record FileStamp(String uri, long bytes, long modified, String inode) {

    static FileStamp of(String uri, Configuration hadoop) throws IOException {
        var path = InputFiles.path(uri);
        var fileSystem = InputFiles.fileSystem(path, hadoop);
        var status = fileSystem.getFileStatus(path);
        var inode = fileSystem instanceof RawLocalFileSystem local
                ? inode(local.pathToFile(path).toPath())
                : "";
        return new FileStamp(uri, status.getLen(), status.getModificationTime(), inode);
    }

    private static String inode(java.nio.file.Path file) throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return "";
        }
        return Files.getAttribute(file, "unix:ino") + " " + Files.getAttribute(file, "unix:ctime");
    }

    /** @throws DataException if the file is another than it was */
    void requireSame(Configuration hadoop) {
        try {
            if (!equals(of(uri, hadoop))) {
                throw DataException.changed(uri, "it was written to before all of it was read");
            }
        } catch (IOException e) {
            throw DataException.changed(uri, "cannot be read any more: " + e.getMessage());
        }
    }
}
