/**
 * The operators on {@code jdk.incubator.vector}, bit for bit as {@link io.convoy.kernels.scalar} specifies them. The
 * only package that names the incubator module; loaded only where the module is present.
 *
 * <p>Invariants that keep every vector in a register, see {@code kernels/NOTES.md}: no vector crosses a method boundary
 * in a hot path, one flat loop a method, about fifty loads and stores a method, no masks.
 */
@NullMarked
package io.convoy.kernels.vector;

import org.jspecify.annotations.NullMarked;
