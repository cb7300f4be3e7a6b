/**
 * The arithmetic of convolutional networks on {@code float[]}: operators as small interfaces, the shapes they work on,
 * and {@link io.convoy.kernels.Kernels}, the chosen implementation.
 *
 * <p>Images lie side by side in the lanes, see {@link io.convoy.kernels.Lanes}. Every operator gives the same bits in
 * every implementation and at every vector width. Depends on the JDK only.
 */
@NullMarked
package io.convoy.kernels;

import org.jspecify.annotations.NullMarked;
