package io.convoy.spark.registry;

import io.convoy.spark.registry.VersionManifest.PublishedFile;
import io.convoy.spark.store.Json;
import io.convoy.spark.store.Sha256;
import io.convoy.spark.store.Storage;
import io.convoy.spark.store.Store;
import io.convoy.spark.store.TornDocumentException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A version on its file system: {@code versions/N/} with the model's files, the manifest and the mark. */
record VersionFolder(Storage storage, Path path, long number) {

    /** How closely a version is looked at. */
    enum Check {
        /** The mark, the manifest, and the length of every file. */
        LENGTHS,
        /** Also the digest of every file. */
        DIGESTS
    }

    /**
     * Copies a model into {@code target}, then the manifest.
     *
     * @param source the model's folder, on any file system
     * @param names of its files, see {@link #filesOf}
     */
    void write(
            Path target,
            FileSystem sourceSystem,
            Path source,
            List<String> names,
            String runId,
            Map<String, String> facts)
            throws IOException {
        List<PublishedFile> files = new ArrayList<>();
        for (String name : names) {
            files.add(copy(sourceSystem, new Path(source, name), new Path(target, name), name));
        }
        byte[] manifest = Json.bytes(new VersionManifest(number, runId, Instant.now(), files, facts));
        storage.write(new Path(target, VersionManifest.FILE), manifest);
    }

    /** Marks what was written into {@code target} complete. */
    void mark(Path target) throws IOException {
        byte[] manifest = storage.read(new Path(target, VersionManifest.FILE));
        byte[] mark = (Sha256.hex(manifest) + "\n").getBytes(StandardCharsets.US_ASCII);
        storage.write(new Path(target, VersionManifest.SUCCESS), mark);
    }

    /**
     * Deletes what Convoy wrote, by the manifest or the claim that came before it. The mark goes first, so that a
     * reader never takes a half-deleted version for a whole one.
     *
     * @return false if something else is in the folder, which stays there
     */
    boolean delete() throws IOException {
        List<String> listed = listed();
        storage.delete(new Path(path, VersionManifest.SUCCESS));
        for (String name : listed) {
            storage.delete(new Path(path, name));
        }
        for (String own : List.of(VersionManifest.FILE, Store.CLAIM)) {
            storage.delete(new Path(path, own));
        }
        return deleteEmptyFolders(path);
    }

    /** @throws IncompleteVersionException if neither manifest nor claim tells what was written */
    private List<String> listed() throws IOException {
        try {
            byte[] manifest = storage.read(new Path(path, VersionManifest.FILE));
            return Json.parse(manifest, VersionManifest.class).files().stream()
                    .map(PublishedFile::path)
                    .toList();
        } catch (FileNotFoundException | TornDocumentException unfinished) {
            String claim = new String(bytesOf(Store.CLAIM), StandardCharsets.UTF_8);
            List<String> names = claim.lines().skip(1).toList();
            names.forEach(VersionManifest::requireInside);
            return names;
        }
    }

    private boolean deleteEmptyFolders(Path folder) throws IOException {
        boolean empty = true;
        for (FileStatus entry : storage.list(folder)) {
            empty &= entry.isDirectory() && deleteEmptyFolders(entry.getPath());
        }
        if (empty) {
            storage.delete(folder);
        }
        return empty;
    }

    /** @throws IncompleteVersionException if the version is missing, unfinished or damaged */
    VersionManifest read(Check check) throws IOException {
        byte[] bytes = bytesOf(VersionManifest.FILE);
        String mark = new String(bytesOf(VersionManifest.SUCCESS), StandardCharsets.US_ASCII).strip();
        String digest = Sha256.hex(bytes);
        if (!mark.equals(digest)) {
            throw incomplete(VersionManifest.SUCCESS + " holds '" + mark + "' but the manifest's digest is " + digest);
        }
        VersionManifest manifest;
        try {
            manifest = Json.parse(bytes, VersionManifest.class);
        } catch (TornDocumentException malformed) {
            throw incomplete(VersionManifest.FILE + " cannot be read: " + malformed.getMessage());
        }
        if (manifest.version() != number) {
            throw incomplete("its manifest is that of version " + manifest.version());
        }
        for (PublishedFile file : manifest.files()) {
            verify(file, check);
        }
        return manifest;
    }

    private void verify(PublishedFile file, Check check) throws IOException {
        long length;
        try {
            length = storage.fileSystem()
                    .getFileStatus(new Path(path, file.path()))
                    .getLen();
        } catch (FileNotFoundException missing) {
            throw incomplete(file.path() + " is missing");
        }
        if (length != file.bytes()) {
            throw incomplete(file.path() + " has " + length + " bytes, its manifest says " + file.bytes());
        }
        if (check == Check.DIGESTS) {
            String digest = digestOf(file.path());
            if (!digest.equals(file.sha256())) {
                throw incomplete(file.path() + " has the digest " + digest + ", its manifest says " + file.sha256());
            }
        }
    }

    private byte[] bytesOf(String name) throws IOException {
        try {
            return storage.read(new Path(path, name));
        } catch (FileNotFoundException missing) {
            throw incomplete(name + " is missing");
        }
    }

    private String digestOf(String name) throws IOException {
        MessageDigest digest = Sha256.begin();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = storage.open(new Path(path, name))) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        } catch (FileNotFoundException missing) {
            throw incomplete(name + " is missing");
        }
        return Sha256.hex(digest);
    }

    private IncompleteVersionException incomplete(String reason) {
        return new IncompleteVersionException(number, reason);
    }

    private PublishedFile copy(FileSystem sourceSystem, Path source, Path target, String name) throws IOException {
        MessageDigest digest = Sha256.begin();
        long bytes = 0;
        byte[] buffer = new byte[1 << 16];
        try (FSDataInputStream in = sourceSystem.open(source);
                OutputStream out = storage.create(target)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
                out.write(buffer, 0, count);
                bytes += count;
            }
        }
        return new PublishedFile(name, bytes, Sha256.hex(digest));
    }

    /**
     * The files of a model's folder and its folders by relative path, in order; not those with a leading dot, such as
     * Hadoop's checksums and what a killed writer left.
     *
     * @throws RegistryException if there are none
     */
    static List<String> filesOf(FileSystem fileSystem, Path folder) throws IOException {
        String named = fileSystem.makeQualified(folder).toUri().getPath();
        String base = named.endsWith("/") ? named : named + "/";
        List<String> names = Storage.of(fileSystem).filesBelow(folder).stream()
                .filter(file -> !file.getPath().getName().startsWith("."))
                .map(file -> file.getPath().toUri().getPath().substring(base.length()))
                .sorted(Comparator.naturalOrder())
                .toList();
        if (names.isEmpty()) {
            throw new RegistryException("nothing to publish: no file in " + folder);
        }
        names.forEach(VersionManifest::requireInside);
        return names;
    }
}
