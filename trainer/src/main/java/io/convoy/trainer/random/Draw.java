package io.convoy.trainer.random;

import io.convoy.kernels.Dropout;
import io.convoy.kernels.Lanes;

/**
 * Where an epoch's random bits come from: a key of 64 bits for each record and purpose, which nothing but seed, epoch,
 * record and purpose decides. A purpose is a dropout layer, counted from 0 in the order of the network, or one of the
 * negative numbers below.
 *
 * @param epoch counted from 1; 0 for what all epochs have in common
 */
public record Draw(long seed, int epoch) {

    public static final int CROP = -1;
    public static final int FLIP = -2;
    public static final int CUTOUT = -3;

    /** Sets these keys apart from the seeds of shards' orders, which are derived from seed and epoch, too. */
    private static final long KEYS = 0x4B657973L;

    public long key(int purpose, int record) {
        return Seeds.derive(ofPurpose(purpose), record);
    }

    private long ofPurpose(int purpose) {
        return Seeds.derive(Seeds.derive(Seeds.derive(seed, KEYS), epoch), purpose);
    }

    /** One of {@code 0 … bound − 1} from the upper half of a key; each with a probability of 1 / bound ± 2⁻³². */
    public static int below(int bound, long key) {
        return (int) (((key >>> 32) * bound) >>> 32);
    }

    /**
     * Overwrites the {@link Dropout#KEYS} ints from {@code keysOffset} on with the keys of one block of sixteen lanes;
     * lanes without an image get 0. The element numbers that {@link Dropout} wants beside them are those of the layer's
     * output for one image, {@code [channel][row][column]}.
     *
     * @param layer the number of the dropout layer
     * @param records of the shard, see {@link io.convoy.trainer.data.Shard}
     * @param order {@code order[from + l]} is the image in lane {@code l}
     * @param count images in the block, from 1 to 16
     */
    public void keys(int layer, int[] records, int[] order, int from, int count, int[] keys, int keysOffset) {
        long ofLayer = ofPurpose(layer);
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            long key = lane < count ? Seeds.derive(ofLayer, records[order[from + lane]]) : 0;
            keys[keysOffset + lane] = (int) key;
            keys[keysOffset + Lanes.COUNT + lane] = (int) (key >>> 32);
        }
    }
}
