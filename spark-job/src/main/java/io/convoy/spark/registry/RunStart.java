package io.convoy.spark.registry;

import org.jspecify.annotations.Nullable;

/**
 * {@code start.json} of a run: what it knew of the registry when its training began. An attempt that goes on from the
 * run's checkpoints begins with the same, whatever is in service by then.
 *
 * @param latest what was in service; null if nothing was
 * @param rolledBack whether the version that it was told to begin from had been rolled back already
 */
public record RunStart(@Nullable Long latest, @Nullable Boolean rolledBack) {}
