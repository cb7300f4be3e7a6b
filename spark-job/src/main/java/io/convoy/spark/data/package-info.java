/**
 * Images and labels from any Hadoop file system to packed shards cached in Spark. Which shard holds a record depends on
 * the record's index and the seed alone, never on who read it or when. Every defect of a file is a
 * {@link io.convoy.spark.data.DataException} of one line. Depends on the trainer's shard, Spark and Hadoop.
 */
@NullMarked
package io.convoy.spark.data;

import org.jspecify.annotations.NullMarked;
