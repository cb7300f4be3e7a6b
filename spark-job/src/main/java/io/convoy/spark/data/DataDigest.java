package io.convoy.spark.data;

import io.convoy.spark.store.Sha256;
import io.convoy.trainer.data.Shard;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;

/**
 * Tells labelled images, each in its place of the data set, from all others: the SHA-256 of every image with its shape,
 * record and label, added up in four lanes modulo 2⁶⁴. A sum does not tell how the images were divided nor in which
 * order they came, so that the digests of all shards make that of the data set, whatever the number of shards: Bellare
 * and Micciancio, "A new paradigm for collision-free hashing: incrementality at reduced cost" (1997).
 */
public record DataDigest(long lane0, long lane1, long lane2, long lane3) implements Serializable {

    /** Of no image. */
    public static final DataDigest NONE = new DataDigest(0, 0, 0, 0);

    private static final int SHA_256_BYTES = 32;

    public static DataDigest of(Shard shard) {
        var sha = Sha256.begin();
        var image = shard.image();
        var head = ByteBuffer.allocate(4 * Integer.BYTES + 1)
                .putInt(image.channels())
                .putInt(image.height())
                .putInt(image.width());
        var hash = ByteBuffer.allocate(SHA_256_BYTES);
        var sum = NONE;
        for (int i = 0; i < shard.size(); i++) {
            head.putInt(3 * Integer.BYTES, shard.records()[i]).put(4 * Integer.BYTES, shard.labels()[i]);
            sha.update(head.array());
            sha.update(shard.pixels(), i * image.size(), image.size());
            digest(sha, hash.array());
            sum = sum.plus(new DataDigest(hash.getLong(0), hash.getLong(8), hash.getLong(16), hash.getLong(24)));
        }
        return sum;
    }

    static DataDigest ofLanes(long[] lanes) {
        return new DataDigest(lanes[0], lanes[1], lanes[2], lanes[3]);
    }

    long[] lanes() {
        return new long[] {lane0, lane1, lane2, lane3};
    }

    /** Of the images of both, which have none in common. */
    public DataDigest plus(DataDigest other) {
        return new DataDigest(lane0 + other.lane0, lane1 + other.lane1, lane2 + other.lane2, lane3 + other.lane3);
    }

    /** In 64 hexadecimal digits. */
    @Override
    public String toString() {
        return String.format("%016x%016x%016x%016x", lane0, lane1, lane2, lane3);
    }

    private static void digest(MessageDigest sha, byte[] hash) {
        try {
            sha.digest(hash, 0, hash.length);
        } catch (DigestException impossible) {
            throw new IllegalStateException("SHA-256 has " + hash.length + " bytes", impossible);
        }
    }
}
