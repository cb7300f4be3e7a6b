/**
 * The specification of every operator in plain loops, and the fallback where the Vector API is missing.
 *
 * <p>HotSpot's C2 vectorises a loop when every array in it is indexed by the same plain index. So shifted pixels are
 * first copied into scratch rows, and the arithmetic happens in the long loops of
 * {@link io.convoy.kernels.scalar.Rows}.
 */
@NullMarked
package io.convoy.kernels.scalar;

import org.jspecify.annotations.NullMarked;
