package io.convoy.spark.registry;

import io.convoy.spark.store.Json;
import io.convoy.spark.store.Publishing;
import io.convoy.spark.store.Storage;
import io.convoy.spark.store.TornDocumentException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A place where a registry is, or may be laid. */
record Location(Path root, FileSystem fileSystem) {

    /** @throws RegistryException if no file system answers there */
    static Location of(String location, Configuration configuration) throws IOException {
        Path path;
        try {
            path = new Path(location);
        } catch (IllegalArgumentException malformed) {
            throw new RegistryException("registry '" + location + "' is not a path or URI: " + malformed.getMessage());
        }
        FileSystem fileSystem;
        try {
            fileSystem = path.getFileSystem(configuration);
            return new Location(fileSystem.makeQualified(path), fileSystem);
        } catch (IOException | IllegalArgumentException unreachable) {
            throw new RegistryException(
                    "registry " + path + " cannot be reached: " + unreachable.getMessage()
                            + "; check the URI and the cluster's core-site.xml",
                    unreachable);
        }
    }

    Publishing existing() throws IOException {
        return marker().map(Marker::publishing).orElseThrow(() -> notARegistry("it holds no " + Marker.FILE));
    }

    Publishing existingOrCreated(Optional<Publishing> wanted) throws IOException {
        Optional<Marker> marker = marker();
        if (marker.isPresent()) {
            return marker.get().publishing();
        }
        if (!isEmpty()) {
            // Another run may have begun the registry between the two looks.
            return marker().map(Marker::publishing)
                    .orElseThrow(() -> notARegistry("it holds files but no " + Marker.FILE));
        }
        Publishing publishing = wanted.orElseGet(() -> Publishing.of(fileSystem));
        publishing.store(fileSystem).replace(new Path(root, Marker.FILE), Json.bytes(Marker.now(publishing)));
        return publishing;
    }

    private Optional<Marker> marker() throws IOException {
        Storage storage = Storage.of(fileSystem);
        try {
            return Optional.of(Json.parse(storage.read(new Path(root, Marker.FILE)), Marker.class));
        } catch (FileNotFoundException missing) {
            return Optional.empty();
        } catch (TornDocumentException torn) {
            throw notARegistry(Marker.FILE + " is damaged, " + torn.getMessage());
        } catch (IOException unreachable) {
            throw new RegistryException(
                    "registry " + root + " cannot be reached: " + unreachable.getMessage(), unreachable);
        }
    }

    /** A marker that somebody is just writing does not count. */
    private boolean isEmpty() throws IOException {
        FileStatus[] entries;
        try {
            entries = fileSystem.listStatus(root);
        } catch (FileNotFoundException missing) {
            return true;
        }
        for (FileStatus entry : entries) {
            if (!entry.isDirectory() && entry.getPath().getName().contains(Marker.FILE)) {
                continue;
            }
            return false;
        }
        return true;
    }

    private RegistryException notARegistry(String reason) {
        return new RegistryException(root + " is not a registry: " + reason
                + ". Give the root of a registry, or an empty folder to begin one in with 'retrain'");
    }
}
