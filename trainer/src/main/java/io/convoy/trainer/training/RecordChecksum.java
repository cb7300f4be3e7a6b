package io.convoy.trainer.training;

/**
 * A checksum of a set of records that does not depend on their order: the sum modulo 2⁶⁴ of a pseudo-random number for
 * each. A record too few, too many or in another's place changes it, but for a chance of 2⁻⁶⁴.
 */
final class RecordChecksum {

    private static final long SEED = 0x5265636f7264L;

    private RecordChecksum() {}

    static long of(int record) {
        return Seeds.derive(SEED, record);
    }

    /** Of the records from 0 to before {@code count}. */
    static long ofFirst(int count) {
        long sum = 0;
        for (int record = 0; record < count; record++) {
            sum += of(record);
        }
        return sum;
    }
}
