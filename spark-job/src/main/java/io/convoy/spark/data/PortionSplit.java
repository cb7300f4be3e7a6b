package io.convoy.spark.data;

import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import java.util.ArrayList;
import java.util.List;
import scala.Tuple2;

/** Splits consecutive images, a window at a time, into portions of shards in the order of the images. */
final class PortionSplit {

    private static final int WINDOW_BYTES = 4 << 20;

    private final ImageShape shape;
    private final int[] shardOf;
    private final int shards;

    /** @param count of all images that the sharding assigns */
    PortionSplit(ImageShape shape, Sharding sharding, int count) {
        this.shape = shape;
        this.shardOf = sharding.assign(count);
        this.shards = sharding.shards(count);
    }

    /** How many images to split at a time. */
    int window() {
        return Math.max(1, WINDOW_BYTES / shape.size());
    }

    /** Whether an image is in a shard at all. */
    boolean isWanted(int record) {
        return shardOf[record] != Sharding.NONE;
    }

    /**
     * Portions with the numbers of their shards.
     *
     * @param first the record of the first image
     * @param pixels {@code [count][channels][height][width]}; those of images that are not wanted may be anything
     */
    List<Tuple2<Integer, Portion>> portions(int first, int count, byte[] pixels, byte[] labels) {
        int[] sizes = new int[shards];
        for (int i = 0; i < count; i++) {
            if (isWanted(first + i)) {
                sizes[shardOf[first + i]]++;
            }
        }
        var result = new ArrayList<Tuple2<Integer, Portion>>();
        var portions = new Shard[shards];
        for (int shard = 0; shard < shards; shard++) {
            int size = sizes[shard];
            if (size > 0) {
                portions[shard] = new Shard(shard, shape, new byte[size * shape.size()], new byte[size], new int[size]);
                result.add(new Tuple2<>(shard, Portion.part(portions[shard])));
            }
        }
        int[] filled = new int[shards];
        for (int i = 0; i < count; i++) {
            if (!isWanted(first + i)) {
                continue;
            }
            var portion = portions[shardOf[first + i]];
            int at = filled[portion.id()]++;
            System.arraycopy(pixels, i * shape.size(), portion.pixels(), at * shape.size(), shape.size());
            portion.labels()[at] = labels[i];
            portion.records()[at] = first + i;
        }
        return result;
    }
}
