package io.convoy.trainer.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over weights as little-endian floats, in hexadecimal: equal digests mean equal bits. */
public final class WeightsDigest {

    private static final int SHORT_LENGTH = 16;

    private WeightsDigest() {}

    /** All 64 digits, for files. */
    public static String of(float[] weights) {
        var bytes = ByteBuffer.allocate(Math.multiplyExact(weights.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(weights);
        return HexFormat.of().formatHex(sha256().digest(bytes.array()));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The first 16 digits of a digest, for people. */
    public static String abbreviate(String digest) {
        return digest.substring(0, SHORT_LENGTH);
    }
}
