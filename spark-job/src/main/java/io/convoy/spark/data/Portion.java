package io.convoy.spark.data;

import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Part of a shard on its way through Spark, or the whole of it. A defect of the file travels as a value: thrown, Spark
 * would repeat the task and log its stack.
 *
 * @param digest of the images of a whole shard; of a part none
 */
public record Portion(
        Shard images, DataDigest digest, @Nullable String defect) {

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

    /** In arrays, which Spark's serializers know whatever the application has registered with them; no copy. */
    @Nullable
    Object[] packed() {
        var shape = images.image();
        int[] head = {images.id(), shape.channels(), shape.height(), shape.width()};
        return new @Nullable Object[] {head, images.pixels(), images.labels(), images.records(), digest.lanes(), defect
        };
    }

    /** @param packed by {@link #packed} */
    static Portion unpacked(@Nullable Object[] packed) {
        int[] head = part(packed, 0, int[].class);
        var shape = new ImageShape(head[1], head[2], head[3]);
        var images = new Shard(
                head[0],
                shape,
                part(packed, 1, byte[].class),
                part(packed, 2, byte[].class),
                part(packed, 3, int[].class));
        return new Portion(images, DataDigest.ofLanes(part(packed, 4, long[].class)), (String) packed[5]);
    }

    private static <T> T part(@Nullable Object[] packed, int index, Class<T> type) {
        return type.cast(Objects.requireNonNull(packed[index]));
    }
}
