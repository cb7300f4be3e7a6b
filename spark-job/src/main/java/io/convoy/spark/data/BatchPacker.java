package io.convoy.spark.data;

import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Packs images that come one by one into an {@link ImageBatch}, and leaves out those that cannot be used. */
final class BatchPacker {

    private final ImageShape shape;
    private final byte[] pixels;
    private final int[] offsets;
    private final String @Nullable [] ids;
    private final List<String> bad = new ArrayList<>();
    private int size;
    private int places;

    /** @param named whether the images have ids */
    BatchPacker(ImageShape shape, int capacity, boolean named) {
        this.shape = shape;
        pixels = new byte[capacity * shape.size()];
        offsets = new int[capacity];
        ids = named ? new String[capacity] : null;
    }

    boolean isFull() {
        return places == offsets.length;
    }

    int places() {
        return places;
    }

    /** @param image gives bytes of the shape, or throws a {@link DataException} if they cannot be used */
    void add(Supplier<byte[]> image, Supplier<String> id) {
        try {
            System.arraycopy(image.get(), 0, pixels, size * shape.size(), shape.size());
            if (ids != null) {
                ids[size] = id.get();
            }
            offsets[size++] = places;
        } catch (DataException e) {
            bad.add(String.valueOf(e.getMessage()));
        }
        places++;
    }

    /** What was added, which the packer then has no more. */
    ImageBatch pack(int file, long first, @Nullable String defect) {
        var images = new Shard(
                0, shape, Arrays.copyOf(pixels, size * shape.size()), new byte[size], Arrays.copyOf(offsets, size));
        var batch = new ImageBatch(
                file, first, places, images, ids == null ? null : Arrays.copyOf(ids, size), List.copyOf(bad), defect);
        bad.clear();
        size = 0;
        places = 0;
        return batch;
    }
}
