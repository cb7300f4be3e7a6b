/**
 * The arithmetic of convolutional networks on plain arrays: operators, the shapes that describe them, and the choice
 * between the scalar specification and its vector twin. Knows no layer; depends on the JDK alone.
 */
@NullMarked
package io.convoy.kernels;

import org.jspecify.annotations.NullMarked;
