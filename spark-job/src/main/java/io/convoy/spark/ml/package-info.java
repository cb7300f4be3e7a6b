/**
 * Convoy as a stage of a Spark ML pipeline: {@link io.convoy.spark.ml.ConvoyClassifier} learns from a DataFrame with
 * images and labels, {@link io.convoy.spark.ml.ConvoyModel} adds its predictions to one. They translate between
 * DataFrames and the rooms below; nothing is learned or computed here. May depend on all that a training needs; not on
 * the command line.
 */
@NullMarked
package io.convoy.spark.ml;

import org.jspecify.annotations.NullMarked;
