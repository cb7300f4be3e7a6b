package io.convoy.spark.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Bytes that follow from a seed, so that a reader can tell whether they are whole. */
final class SeededContent {

    private static final int LEAST = 20_000;
    private static final int LENGTHS = 40_000;

    private SeededContent() {}

    static byte[] of(long seed) {
        var random = new Random(seed);
        var bytes = new byte[LEAST + random.nextInt(LENGTHS)];
        random.nextBytes(bytes);
        ByteBuffer.wrap(bytes).putLong(seed);
        return bytes;
    }

    static boolean isWhole(byte[] bytes) {
        return bytes.length >= Long.BYTES
                && Arrays.equals(bytes, of(ByteBuffer.wrap(bytes).getLong()));
    }
}
