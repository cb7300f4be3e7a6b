/**
 * What a network is: an immutable description as a tree of layers, and where each of its parameters stands in one flat
 * array. Nothing here computes, holds a weight's gradient or knows a thread. Depends on the shapes of
 * {@code io.convoy.kernels} only.
 */
@NullMarked
package io.convoy.trainer.network;

import org.jspecify.annotations.NullMarked;
