package io.convoy.spark.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Where one set of labelled images is: two IDX files at Hadoop URIs. A bare path means the default file system. */
public record LabelledFiles(String images, String labels) {

    /** The two sets of an MNIST-like data set, named as its files are. */
    public enum Part {
        TRAIN("train"),
        TEST("t10k");

        private final String prefix;

        Part(String prefix) {
            this.prefix = prefix;
        }
    }

    /**
     * Finds {@code train-images-idx3-ubyte} and {@code train-labels-idx1-ubyte}, or {@code t10k-…}, in a folder; with
     * or without {@code .gz}, and also with a dot in place of the dash before {@code idx}.
     *
     * @throws DataException if the folder or one of the files is missing
     */
    public static LabelledFiles in(String folder, Part part, Configuration hadoop) {
        return new LabelledFiles(
                find(folder, part.prefix + "-images", "idx3-ubyte", hadoop),
                find(folder, part.prefix + "-labels", "idx1-ubyte", hadoop));
    }

    private static String find(String folder, String name, String type, Configuration hadoop) {
        var candidates = new ArrayList<String>();
        for (var file : List.of(name + "-" + type, name + "." + type)) {
            candidates.add(file);
            candidates.add(file + ".gz");
        }
        try {
            var path = new Path(folder);
            FileSystem fileSystem = path.getFileSystem(hadoop);
            if (!fileSystem.exists(path)) {
                throw new DataException(folder, "no such folder; give the one that holds " + candidates.get(1));
            }
            for (var candidate : candidates) {
                var file = new Path(path, candidate);
                if (fileSystem.exists(file)) {
                    return file.toString();
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new DataException(folder, "cannot be read as a folder: " + e.getMessage(), e);
        }
        throw new DataException(
                folder, "holds none of " + String.join(", ", candidates) + "; put one there or name the file itself");
    }
}
