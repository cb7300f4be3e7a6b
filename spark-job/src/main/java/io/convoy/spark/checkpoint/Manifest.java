package io.convoy.spark.checkpoint;

import io.convoy.spark.store.Json;
import io.convoy.spark.store.Sha256;
import io.convoy.spark.store.TornDocumentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a whole checkpoint file has: it is written after that file, and a part of it is no JSON. */
record Manifest(long bytes, String sha256) {

    static Manifest of(byte[] content) {
        return new Manifest(content.length, Sha256.hex(content));
    }

    byte[] toBytes() {
        return Json.line(this).getBytes(StandardCharsets.UTF_8);
    }

    static Manifest parse(byte[] json) throws IOException {
        try {
            return Json.parse(json, Manifest.class);
        } catch (TornDocumentException torn) {
            throw new IOException("its manifest is damaged", torn);
        }
    }

    void requireMatches(byte[] content) throws IOException {
        if (content.length != bytes) {
            throw new IOException("its manifest tells of " + bytes + " bytes but it has " + content.length);
        }
        if (!Sha256.hex(content).equals(sha256)) {
            throw new IOException("its content does not match the checksum in its manifest");
        }
    }
}
