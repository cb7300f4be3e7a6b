package io.convoy.kernels;

/** The arithmetic of optimisers over whole arrays of equal length, in place. */
public interface VectorMath {

    /**
     * Stochastic gradient descent with momentum and weight decay, as Sutskever et al. (2013) and PyTorch define it:
     *
     * <pre>
     * g ← gradient + weightDecay · weights
     * velocity ← momentum · velocity + g
     * weights ← weights − learningRate · velocity
     * </pre>
     *
     * Each line one fused multiply-add an element.
     */
    void momentumStep(
            float[] weights, float[] gradient, float[] velocity, float learningRate, float momentum, float weightDecay);

    /** As {@link #momentumStep} with no momentum and so no velocity. */
    void gradientStep(float[] weights, float[] gradient, float learningRate, float weightDecay);

    /** Whether no value is NaN or infinite. */
    boolean allFinite(float[] values);
}
