/**
 * A training as a library: {@link io.convoy.spark.fit.Fit#run} turns a {@link io.convoy.spark.fit.TrainingRequest} into
 * a {@link io.convoy.spark.fit.TrainedModel} in any SparkContext and leaves nothing of its own behind in it. It prints
 * nothing, tells what goes on by {@link io.convoy.spark.fit.TrainingEvents} and speaks of fields, never of flags. It
 * may depend on the round, the data, the report and what writes files; not on the command line.
 */
@NullMarked
package io.convoy.spark.fit;

import org.jspecify.annotations.NullMarked;
