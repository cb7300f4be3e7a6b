/**
 * A network compiled for a set of kernels and a size of minibatch. Every fusion of layers into one operator happens
 * here and nowhere else.
 */
@NullMarked
package io.convoy.trainer.program;

import org.jspecify.annotations.NullMarked;
