package io.convoy.spark.data;

import io.convoy.trainer.data.Shard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive places of one file on their way to a model. A place whose image cannot be used is left out of the images.
 *
 * @param file the place of the file among those of the data set
 * @param first the first place in its file
 * @param places how many there are
 * @param images with labels 0; their records count from {@code first}
 * @param ids what the images are called, or null where their places are their names
 * @param bad why images were left out, one line each, in order
 * @param defect why nothing after these can be read, or null; as in {@link Portion} it travels as a value
 */
@SuppressWarnings("ArrayRecordComponent")
public record ImageBatch(
        int file,
        long first,
        int places,
        Shard images,
        String @Nullable [] ids,
        List<String> bad,
        @Nullable String defect) {}
