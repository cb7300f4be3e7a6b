package io.convoy.spark.data;

import io.convoy.trainer.network.ImageShape;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Labelled images that were found good as far as that can be told without reading them all. The same images in the same
 * order give the same shards, whatever they come from.
 */
public interface LabelledData {

    /** What messages call it; without secrets. */
    String name();

    ImageShape shape();

    /** How many images there are. */
    int count();

    /**
     * Reads, shards and caches the images to learn from.
     *
     * @param split whose images set aside are left out
     * @throws DataException if the data are damaged, or a shard would exceed an array
     */
    ShardedImages forTraining(JavaSparkContext spark, int shards, long seed, ValidationSplit split);

    /**
     * Reads and caches the images that the split sets aside.
     *
     * @throws DataException if the data are damaged
     */
    ShardedImages forValidation(JavaSparkContext spark, ValidationSplit split);

    /**
     * Reads and caches all images to evaluate on.
     *
     * @throws DataException if the data are damaged
     */
    ShardedImages forEvaluation(JavaSparkContext spark);

    /** For people: where, how long, how many, which labels. Maps, numbers, texts and arrays of int. */
    Map<String, Object> fingerprint() throws IOException;

    /** The files it is in, as Hadoop URIs; none if it is in no files. */
    List<String> files();

    /**
     * @param whose what takes such images, for the message
     * @throws DataException if the images have another shape
     */
    default void requireShape(ImageShape shape, String whose) {
        if (!shape().equals(shape)) {
            throw new DataException("%s: holds images of %s where %s %s; name images of that size"
                    .formatted(name(), shape(), whose, shape));
        }
    }
}
