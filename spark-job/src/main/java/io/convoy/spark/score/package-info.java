/**
 * A model at work on images, as a library: prints nothing and leaves nothing behind in the SparkContext. It may depend
 * on the round and the data; not on the command line.
 */
@NullMarked
package io.convoy.spark.score;

import org.jspecify.annotations.NullMarked;
