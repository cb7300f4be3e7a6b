package io.convoy.spark.data;

import io.convoy.trainer.data.Shard;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Part of a shard on its way through Spark, or the whole of it. A defect of the file travels as a value: thrown, Spark
 * would repeat the task and log its stack.
 */
public record Portion(Shard images, @Nullable String defect) implements Serializable {}
