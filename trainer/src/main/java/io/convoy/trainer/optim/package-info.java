/**
 * How weights follow gradients: learning-rate schedules as functions of the progress, and the optimisers, in place over
 * ranges of flat arrays. Depends on {@code io.convoy.kernels} only.
 */
@NullMarked
package io.convoy.trainer.optim;

import org.jspecify.annotations.NullMarked;
