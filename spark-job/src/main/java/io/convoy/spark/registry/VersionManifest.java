package io.convoy.spark.registry;

import io.convoy.spark.store.Store;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * {@code manifest.json} of a version: every file with its length and digest.
 *
 * @param version the number under which it was published, from 1 up
 * @param runId the run that trained it
 * @param facts what is worth knowing without opening the model, such as its accuracy
 */
public record VersionManifest(
        long version, String runId, Instant published, List<PublishedFile> files, Map<String, String> facts) {

    static final String FILE = "manifest.json";

    /** Holds the digest of the manifest, and is written last. */
    static final String SUCCESS = "_SUCCESS";

    /** @param path relative to the version's folder, with {@code /} between names */
    public record PublishedFile(String path, long bytes, String sha256) {

        public PublishedFile {
            requireInside(path);
            Objects.requireNonNull(sha256, "sha256");
        }
    }

    public VersionManifest {
        if (version < 1) {
            throw new IllegalArgumentException("expected a version from 1 up but found " + version);
        }
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(published, "published");
        files = List.copyOf(files);
        facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    }

    /** The folder's own documents cannot be a model's, and no name may lead out of the folder. */
    static void requireInside(String path) {
        if (path.equals(FILE) || path.equals(SUCCESS) || path.equals(Store.CLAIM)) {
            throw new IllegalArgumentException("'" + path + "' is the registry's own file: rename the model's");
        }
        for (String name : path.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains(":")) {
                throw new IllegalArgumentException("file '" + path + "' does not stay inside its version's folder");
            }
        }
    }
}
