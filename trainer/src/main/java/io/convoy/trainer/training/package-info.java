/**
 * How one replica learns from its shard and how a shard is evaluated: functions of their arguments, so that a task
 * which is repeated elsewhere gives the same bits. Programs and scratch arrays are caches.
 */
@NullMarked
package io.convoy.trainer.training;

import org.jspecify.annotations.NullMarked;
