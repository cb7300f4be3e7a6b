package io.convoy.spark.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * {@code data.json} of a run: which data it was trained on.
 *
 * @param files where they were, for people
 * @param examples how many images, by the part they are for, such as {@code train}
 * @param content digest of the images with their labels and their order, by the same names; empty if an earlier version
 *     wrote this, which did not know it
 */
public record DataManifest(List<DataFile> files, Map<String, Long> examples, Map<String, String> content) {

    /**
     * @param path with its file system, without user names or passwords
     * @param bytes length
     * @param modified modification time in milliseconds since 1970, as its file system tells
     */
    public record DataFile(String path, long bytes, long modified) {

        public DataFile {
            Objects.requireNonNull(path, "path");
        }
    }

    @SuppressWarnings("ConstantValue") // Jackson passes null for what a document does not tell
    public DataManifest {
        files = List.copyOf(files);
        examples = Map.copyOf(examples);
        content = content == null ? Map.of() : Map.copyOf(content);
    }

    /**
     * What is new since {@code earlier}; nothing if a training would see the same images with the same labels in the
     * same order, wherever they are now, however they are packed and whenever they were written.
     */
    public List<String> differencesFrom(DataManifest earlier) {
        var differences = new ArrayList<String>();
        if (!examples.equals(earlier.examples)) {
            differences.add("examples " + sorted(examples) + ", were " + sorted(earlier.examples));
        }
        for (var part : new TreeMap<>(content).entrySet()) {
            if (!part.getValue().equals(earlier.content.get(part.getKey()))) {
                differences.add("other content of " + part.getKey());
            }
        }
        return differences;
    }

    private static Map<String, Long> sorted(Map<String, Long> map) {
        return new TreeMap<>(map);
    }
}
