/**
 * All randomness of a training as a function of what it is for: seed, epoch, record, layer, element. Nothing depends on
 * lanes, the size of a minibatch, the place of a shard or a repeated task. Depends on nothing but the JDK and the
 * kernels' layout of lanes.
 */
@NullMarked
package io.convoy.trainer.random;

import org.jspecify.annotations.NullMarked;
