package io.convoy.spark.registry;

import io.convoy.spark.registry.VersionManifest.PublishedFile;
import io.convoy.spark.store.Json;
import io.convoy.spark.store.Sha256;
import io.convoy.spark.store.Storage;
import io.convoy.spark.store.TornDocumentException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A version on its file system: {@code versions/N/} with the model's files, the manifest and the mark. */
record VersionFolder(Storage storage, Path path, long number) {

    private static final Pattern CHECKSUM = Pattern.compile("\\..*\\.crc");

    /** How closely a version is looked at. */
    enum Check {
        /** The mark, the manifest, and the length of every file. */
        LENGTHS,
        /** Also the digest of every file. */
        DIGESTS
    }

    /**
     * Copies a model into {@code target}, then the manifest, then the mark.
     *
     * @param source the model's folder, on any file system
     */
    void write(Path target, FileSystem sourceSystem, Path source, String runId, Map<String, String> facts)
            throws IOException {
        List<PublishedFile> files = new ArrayList<>();
        for (String name : filesBelow(sourceSystem, source)) {
            VersionManifest.requireInside(name);
            files.add(copy(sourceSystem, new Path(source, name), new Path(target, name), name));
        }
        if (files.isEmpty()) {
            throw new RegistryException("nothing to publish: no file in " + source);
        }
        byte[] manifest = Json.bytes(new VersionManifest(number, runId, Instant.now(), files, facts));
        storage.write(new Path(target, VersionManifest.FILE), manifest);
        byte[] mark = (Sha256.hex(manifest) + "\n").getBytes(StandardCharsets.US_ASCII);
        storage.write(new Path(target, VersionManifest.SUCCESS), mark);
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
        try (FSDataInputStream in = storage.fileSystem().open(new Path(path, name))) {
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

    /** The files of a folder and its folders by relative path, in order; not Hadoop's checksum files. */
    private static List<String> filesBelow(FileSystem fileSystem, Path folder) throws IOException {
        String named = fileSystem.makeQualified(folder).toUri().getPath();
        String base = named.endsWith("/") ? named : named + "/";
        return Storage.of(fileSystem).filesBelow(folder).stream()
                .filter(file -> !CHECKSUM.matcher(file.getPath().getName()).matches())
                .map(file -> file.getPath().toUri().getPath().substring(base.length()))
                .sorted(Comparator.naturalOrder())
                .toList();
    }
}
