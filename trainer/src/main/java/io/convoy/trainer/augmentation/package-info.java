/**
 * What may happen to the bytes of an image before a network learns from it: a class for each augmentation, in place, a
 * function of the image and of {@link io.convoy.trainer.random.Draw}.
 */
@NullMarked
package io.convoy.trainer.augmentation;

import org.jspecify.annotations.NullMarked;
