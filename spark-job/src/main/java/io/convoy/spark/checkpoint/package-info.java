/**
 * Where a run can go on after its driver died: checkpoints at any Hadoop URI. Every file is created once and never
 * changed, data first and the manifest with its checksum last, so that no rename is needed and a crash at any byte
 * leaves the checkpoints before it whole. Depends on the trainer, Hadoop and the store; knows neither Spark nor the
 * command line.
 */
@NullMarked
package io.convoy.spark.checkpoint;

import org.jspecify.annotations.NullMarked;
