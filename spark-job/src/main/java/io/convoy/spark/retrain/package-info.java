/**
 * One night of a schedule as a library: lock, data, training, gate, publication, each stage told in the run's status.
 * It prints nothing. It may depend on {@code fit}, {@code score} and the registry; not on the command line.
 */
@NullMarked
package io.convoy.spark.retrain;

import org.jspecify.annotations.NullMarked;
