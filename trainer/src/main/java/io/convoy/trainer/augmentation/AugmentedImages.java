package io.convoy.trainer.augmentation;

import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.random.Draw;
import java.util.List;

/** The images of a minibatch, copied one after the other and augmented. It belongs to one thread. */
public final class AugmentedImages {

    private final List<Augmentation> augmentations;
    private final ImageShape image;
    private final byte[] pixels;
    private final byte[] labels;
    private final int[] records;

    /** @param maximumBatch how many images a minibatch has at most */
    public AugmentedImages(List<Augmentation> augmentations, ImageShape image, int maximumBatch) {
        this.augmentations = List.copyOf(augmentations);
        this.image = image;
        pixels = new byte[Math.multiplyExact(maximumBatch, image.size())];
        labels = new byte[maximumBatch];
        records = new int[maximumBatch];
    }

    /**
     * The images of {@code shard} that {@code order[from]} to {@code order[from + count − 1]} name, as the first
     * {@code count} of a shard that lasts until the next call.
     *
     * @throws IllegalArgumentException if the shard's images have another shape
     */
    public Shard of(Draw draw, Shard shard, int[] order, int from, int count) {
        if (!shard.image().equals(image)) {
            throw new IllegalArgumentException(
                    "expected images of " + image + " but shard " + shard.id() + " has " + shard.image());
        }
        int size = image.size();
        for (int i = 0; i < count; i++) {
            int original = order[from + i];
            labels[i] = shard.labels()[original];
            records[i] = shard.records()[original];
            System.arraycopy(shard.pixels(), original * size, pixels, i * size, size);
            for (var augmentation : augmentations) {
                augmentation.apply(draw, records[i], image, pixels, i * size);
            }
        }
        return new Shard(shard.id(), image, pixels, labels, records);
    }
}
