/**
 * The distributed round: broadcast the weights, let every shard's replica learn, average, evaluate. A task is a pure
 * function of the broadcast weights, its shard and the seed, so that it may be repeated, speculated or moved. What an
 * executor keeps between tasks is a cache. Depends on {@code data}, the trainer and Spark's Java API.
 */
@NullMarked
package io.convoy.spark.round;

import org.jspecify.annotations.NullMarked;
