package io.convoy.trainer.data;

import io.convoy.trainer.network.ImageShape;
import java.io.Serializable;

/**
 * One packed block of labelled images: the unit of distribution. The arrays are shared, not copied, and must not be
 * changed.
 *
 * @param id from 0, unique in a data set
 * @param pixels unsigned bytes {@code [images][channels][height][width]}
 * @param labels unsigned bytes, one an image
 * @param records for each image its index in the data set
 */
@SuppressWarnings("ArrayRecordComponent") // one block of memory is the point
public record Shard(int id, ImageShape image, byte[] pixels, byte[] labels, int[] records) implements Serializable {

    /** @throws IllegalArgumentException if the arrays do not hold the same number of images */
    public Shard {
        if (id < 0) {
            throw new IllegalArgumentException("expected shard id ≥ 0 but found " + id);
        }
        if (pixels.length != (long) labels.length * image.size() || records.length != labels.length) {
            throw new IllegalArgumentException("shard " + id + " with " + labels.length
                    + " labels needs as many records "
                    + "and images of " + image + " but found " + records.length + " records and " + pixels.length
                    + " pixels");
        }
    }

    /** The number of images. */
    public int size() {
        return labels.length;
    }
}
