package io.convoy.spark.round;

import io.convoy.kernels.Kernels;

/** Which kernels a run asks for. Each executor makes the choice for itself; the results have the same bits. */
public enum KernelChoice {
    /** The fastest that this JVM has. */
    BEST,
    SCALAR,
    VECTOR;

    /** @throws IllegalStateException if this JVM does not have them */
    public Kernels kernels() {
        throw new UnsupportedOperationException("no kernels yet for " + this);
    }
}
