package io.convoy.spark.data;

import java.io.Serializable;
import java.util.BitSet;
import java.util.Random;

/**
 * Which training images are set aside to validate on: drawn from the seed, so that it never matters who reads them.
 *
 * @param fraction of the images, from 0, which sets none aside, to below 1
 */
public record ValidationSplit(double fraction, long seed) implements Serializable {

    /** Draws other numbers than sharding does from the same seed. */
    private static final long SALT = 0x56616c6964617465L;

    public ValidationSplit {
        if (!(fraction >= 0 && fraction < 1)) {
            throw new IllegalArgumentException("expected fraction from 0 to below 1 but found " + fraction);
        }
    }

    /** How many of so many records. */
    public int setAside(int records) {
        return (int) Math.round(fraction * records);
    }

    BitSet recordsSetAside(int records) {
        var random = new Random(seed ^ SALT);
        var setAside = new BitSet(records);
        int needed = setAside(records);
        // Selection sampling: Knuth, The Art of Computer Programming, volume 2, algorithm 3.4.2 S.
        for (int record = 0; record < records; record++) {
            if (random.nextDouble() * (records - record) < needed) {
                setAside.set(record);
                needed--;
            }
        }
        return setAside;
    }
}
