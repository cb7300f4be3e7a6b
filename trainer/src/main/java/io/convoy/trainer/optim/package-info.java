/**
 * How weights follow gradients: learning-rate schedules as functions of the progress, and the optimiser, in place over
 * flat arrays. Depends on {@code io.convoy.kernels} only.
 */
@NullMarked
package io.convoy.trainer.optim;

import org.jspecify.annotations.NullMarked;
