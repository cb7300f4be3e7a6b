package io.convoy.spark.data;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The part of a heap that images may take while they are decoded, all cores together. Large ones wait for each other,
 * so that their number does not depend on that of the cores.
 */
final class DecodingMemory {

    private static final int UNIT = 1 << 10;

    /** Of the heap, which also holds batches, weights and what is cached. */
    private static final int SHARE = 3;

    static final DecodingMemory OF_THIS_JVM =
            new DecodingMemory(Runtime.getRuntime().maxMemory() / SHARE);

    private final int units;
    private final Semaphore free;

    DecodingMemory(long bytes) {
        units = (int) Math.min(Integer.MAX_VALUE, bytes / UNIT);
        free = new Semaphore(units, true);
    }

    /**
     * Decodes when there is room.
     *
     * @throws DataException if so much never is
     */
    <T> T with(String uri, long bytes, Supplier<T> decoding) {
        long needed = bytes / UNIT + 1;
        if (needed > units) {
            throw new DataException(
                    uri,
                    "takes " + (bytes >> 20) + " MB to decode where a third of the heap, " + (units >> 10)
                            + " MB, is allowed; scale it down or raise --executor-memory (local[…]: --driver-memory)");
        }
        try {
            free.acquire((int) needed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for memory to decode " + uri, e);
        }
        try {
            return decoding.get();
        } finally {
            free.release((int) needed);
        }
    }
}
