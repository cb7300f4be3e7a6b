package io.convoy.spark.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Files by the texts that users name them with. A text is one path: nothing in it is a pattern, and every name that the
 * file system has can be given.
 */
public final class InputFiles {

    private InputFiles() {}

    /**
     * The path of a text. A colon parts the scheme of a URI from its path only where a slash follows: what is like
     * {@code 12:30.png} is a name.
     *
     * @throws IllegalArgumentException if the text is empty
     */
    public static Path path(String text) {
        int colon = text.indexOf(':');
        int slash = text.indexOf('/');
        boolean name = colon >= 0 && (slash < 0 || colon < slash) && slash != colon + 1;
        return new Path(name ? "./" + text : text);
    }

    /**
     * The file system of a path. Of Hadoop's local ones it is the raw one: the one above it, which keeps checksums in
     * files of their own, cannot name a file with a colon.
     */
    public static FileSystem fileSystem(Path path, Configuration hadoop) throws IOException {
        var fileSystem = path.getFileSystem(hadoop);
        return fileSystem instanceof LocalFileSystem local ? local.getRaw() : fileSystem;
    }

    /**
     * The files of a folder and of all below it, or the one file that is named; in the order of their paths. As Spark
     * has it, names that begin with a dot or an underscore are hidden, and so is {@code __MACOSX} with all in it.
     *
     * @throws DataException if a link leads round in a circle or nowhere, or a name cannot be read in this locale
     */
    static List<Path> below(String uri, Configuration hadoop) throws IOException {
        var path = path(uri);
        var fileSystem = fileSystem(path, hadoop);
        var root = fileSystem.makeQualified(path);
        if (!fileSystem.getFileStatus(root).isDirectory()) {
            return List.of(root);
        }
        if (fileSystem instanceof RawLocalFileSystem local) {
            return LocalTree.files(uri, local.pathToFile(root).toPath()).stream()
                    .map(name -> child(root, name))
                    .toList();
        }
        var files = new ArrayList<Path>();
        var found = fileSystem.listFiles(root, true);
        while (found.hasNext()) {
            var file = found.next().getPath();
            if (Arrays.stream(name(root, file).split("/")).noneMatch(InputFiles::isHidden)) {
                files.add(file);
            }
        }
        return files.stream().sorted().toList();
    }

    static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("_");
    }

    /** The name that a file has in a folder; of the root itself its own. */
    static String name(Path root, Path file) {
        var start = root.toString();
        var whole = file.toString();
        if (whole.equals(start)) {
            return file.getName();
        }
        return whole.substring(start.endsWith("/") ? start.length() : start.length() + 1);
    }

    /** Not by Hadoop's constructor for a parent and a child, which takes what stands before a colon for a scheme. */
    private static Path child(Path root, String name) {
        var start = root.toString();
        return new Path(start.endsWith("/") ? start + name : start + "/" + name);
    }

    /** Why a file was not found although it may be there: what to add to a message, or nothing. */
    static String localeHint(String uri) {
        var names = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        return uri.indexOf('\uFFFD') >= 0 || !names.newEncoder().canEncode(uri)
                ? "; names of files are " + names + " in this locale and cannot tell this one: set LC_ALL=C.UTF-8 here"
                        + " and on the executors"
                : "";
    }

    static DataException unreadable(String uri, IOException e) {
        if (e instanceof FileNotFoundException && !localeHint(uri).isEmpty()) {
            return new DataException(uri, "no such file" + localeHint(uri), e);
        }
        return new DataException(uri, "cannot be read: " + e.getMessage(), e);
    }
}
