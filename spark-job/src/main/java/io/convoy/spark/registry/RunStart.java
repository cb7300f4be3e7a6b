package io.convoy.spark.registry;

import org.jspecify.annotations.Nullable;

/**
 * {@code start.json} of a run: what was in service when its training began. An attempt that goes on from the run's
 * checkpoints begins with the same, whatever is in service by then.
 *
 * @param latest null if nothing was in service
 */
public record RunStart(@Nullable Long latest) {}
