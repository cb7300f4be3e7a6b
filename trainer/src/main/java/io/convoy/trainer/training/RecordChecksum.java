package io.convoy.trainer.training;

import io.convoy.trainer.random.Seeds;
import java.util.stream.IntStream;

/**
 * A checksum of a set of records that does not depend on their order: the sum modulo 2⁶⁴ of a pseudo-random number for
 * each. A record too few, too many or in another's place changes it, but for a chance of 2⁻⁶⁴.
 */
public final class RecordChecksum {

    private static final long SEED = 0x5265636f7264L;

    private RecordChecksum() {}

    static long of(int record) {
        return Seeds.derive(SEED, record);
    }

    /** Of a set of records. */
    public static long of(IntStream records) {
        return records.mapToLong(RecordChecksum::of).sum();
    }
}
