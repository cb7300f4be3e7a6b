package io.convoy.kernels;

import io.convoy.kernels.scalar.ScalarKernels;
import io.convoy.kernels.vector.VectorKernels;

/** Which {@link Kernels} a JVM runs. They differ in speed only. */
public enum KernelChoice {
    /** Vector kernels where the JVM has all they need, else scalar kernels. */
    AUTO,
    VECTOR,
    SCALAR;

    /**
     * @throws IllegalStateException from {@link #VECTOR}, naming what the JVM lacks; from {@link #AUTO} and
     *     {@link #VECTOR} if the vector kernels compute other bits than the scalar kernels do
     */
    public Kernels choose() {
        if (this == SCALAR) {
            return new ScalarKernels("scalar kernels: chosen");
        }
        try {
            return vector();
        } catch (UnsupportedOperationException obstacle) {
            if (this == VECTOR) {
                throw new IllegalStateException("no vector kernels: " + obstacle.getMessage(), obstacle);
            }
            return new ScalarKernels("scalar kernels: " + obstacle.getMessage());
        }
    }

    private static Kernels vector() {
        VectorSupport.obstacle().ifPresent(obstacle -> {
            throw new UnsupportedOperationException(obstacle);
        });
        var kernels = new VectorKernels();
        SelfTest.requireSameBits(kernels, new ScalarKernels("scalar kernels"));
        return kernels;
    }
}
