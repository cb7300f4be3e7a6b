/**
 * What a shard's replica returns, and how the results of a round become one set of weights. The same results give the
 * same bits in whatever order they arrive. Knows no Spark type; depends on {@code optim} for the learning rate and for
 * what learns.
 */
@NullMarked
package io.convoy.trainer.averaging;

import org.jspecify.annotations.NullMarked;
