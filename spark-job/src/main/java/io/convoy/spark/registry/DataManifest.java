package io.convoy.spark.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code data.json} of a run: which data it was trained on.
 *
 * @param examples how many images, by the part they are for, such as {@code train}
 * @param labelHash digest of all labels in order, by the same names
 */
public record DataManifest(List<DataFile> files, Map<String, Long> examples, Map<String, String> labelHash) {

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

    public DataManifest {
        files = List.copyOf(files);
        examples = Map.copyOf(examples);
        labelHash = Map.copyOf(labelHash);
    }

    /**
     * What is new since {@code earlier}; nothing if a training would see the same data. A file that was only touched
     * counts as new: whether its pixels changed cannot be told without reading them all.
     */
    public List<String> differencesFrom(DataManifest earlier) {
        List<String> differences = new ArrayList<>();
        Map<String, DataFile> before = new LinkedHashMap<>();
        earlier.files.forEach(file -> before.put(file.path(), file));
        for (DataFile file : files) {
            DataFile old = before.remove(file.path());
            if (old == null) {
                differences.add("new file " + file.path());
            } else if (old.bytes() != file.bytes()) {
                differences.add(file.path() + " has " + file.bytes() + " bytes, had " + old.bytes());
            } else if (old.modified() != file.modified()) {
                differences.add(file.path() + " was written anew");
            }
        }
        before.keySet().forEach(path -> differences.add(path + " is gone"));
        if (!examples.equals(earlier.examples)) {
            differences.add("examples " + examples + ", were " + earlier.examples);
        }
        if (!labelHash.equals(earlier.labelHash)) {
            differences.add("other labels");
        }
        return differences;
    }
}
