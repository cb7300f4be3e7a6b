package io.convoy.trainer.augmentation;

import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.random.Draw;
import java.io.Serializable;

/** A change of an image that leaves its label true. Several are applied one after the other. */
public sealed interface Augmentation extends Serializable permits RandomCrop, HorizontalFlip, Cutout {

    /**
     * Changes one image in place.
     *
     * @param record the image's index in the data set
     * @param pixels the image lies from {@code offset} on, {@code [channels][height][width]}
     */
    void apply(Draw draw, int record, ImageShape image, byte[] pixels, int offset);
}
