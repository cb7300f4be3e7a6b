package io.convoy.spark.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a whole checkpoint file has: it is written after that file, and a part of it is no JSON. */
record Manifest(long bytes, String sha256) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Manifest of(byte[] content) {
        return new Manifest(content.length, digest(content));
    }

    byte[] toBytes() throws IOException {
        return JSON.writeValueAsBytes(this);
    }

    static Manifest parse(byte[] json) throws IOException {
        try {
            var manifest = JSON.readValue(json, Manifest.class);
            if (manifest != null) {
                return manifest;
            }
        } catch (IOException e) {
            throw new IOException("its manifest is damaged", e);
        }
        throw new IOException("its manifest is damaged");
    }

    void requireMatches(byte[] content) throws IOException {
        if (content.length != bytes) {
            throw new IOException("its manifest tells of " + bytes + " bytes but it has " + content.length);
        }
        if (!digest(content).equals(sha256)) {
            throw new IOException("its content does not match the checksum in its manifest");
        }
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
