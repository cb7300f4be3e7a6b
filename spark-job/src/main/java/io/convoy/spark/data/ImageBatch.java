package io.convoy.spark.data;

import io.convoy.trainer.data.Shard;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive images of one file on their way to a model.
 *
 * @param file the place of the file among those of the data set
 * @param first the place of the first image in its file
 * @param images with labels 0
 * @param ids what the images are called, or null where their places are their names
 * @param defect why the image after these cannot be used, or null; as in {@link Portion} it travels as a value
 */
@SuppressWarnings("ArrayRecordComponent")
public record ImageBatch(
        int file,
        long first,
        Shard images,
        String @Nullable [] ids,
        @Nullable String defect) implements Serializable {}
