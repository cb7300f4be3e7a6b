package io.convoy.spark.data;

import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Part of a shard on its way through Spark, or the whole of it. A defect of the file travels as a value: thrown, Spark
 * would repeat the task and log its stack.
 *
 * @param digest of the images of a whole shard; of a part none
 */
public record Portion(
        Shard images, DataDigest digest, @Nullable String defect) implements Serializable {

    private static final ImageShape ANY = new ImageShape(1, 1, 1);

    static Portion part(Shard images) {
        return new Portion(images, DataDigest.NONE, null);
    }

    public static Portion whole(Shard images) {
        return new Portion(images, DataDigest.of(images), null);
    }

    /** No images, and why. */
    static Portion defective(DataException defect) {
        var none = new Shard(0, ANY, new byte[0], new byte[0], new int[0]);
        return new Portion(none, DataDigest.NONE, String.valueOf(defect.getMessage()));
    }
}
