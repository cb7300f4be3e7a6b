package io.convoy.spark.data;

import io.convoy.trainer.network.ImageShape;
import java.io.Serializable;

/**
 * What a task needs to make shards of a table's rows.
 *
 * @param firsts the index of each partition's first row, and last the number of all
 */
@SuppressWarnings("ArrayRecordComponent")
record TableLayout(ImageColumn images, ImageShape shape, Labels labels, int[] firsts, Sharding sharding)
        implements Serializable {

    PortionSplit split() {
        return new PortionSplit(shape, sharding, firsts[firsts.length - 1]);
    }
}
