/**
 * What a network is fed: packed blocks of images with their labels, and how pixels become numbers. Knows no file
 * format. Depends on {@code network} for the image's shape.
 */
@NullMarked
package io.convoy.trainer.data;

import org.jspecify.annotations.NullMarked;
