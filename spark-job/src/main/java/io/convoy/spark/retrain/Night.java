package io.convoy.spark.retrain;

import io.convoy.spark.registry.RunStatus.Outcome;
import org.apache.hadoop.fs.Path;

/**
 * How a night ended.
 *
 * @param run the run's folder
 * @param message in words
 * @param repeated whether the run was finished before, so that there was nothing to do
 */
public record Night(Path run, Outcome outcome, String message, boolean repeated) {}
