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

    /**
     * As {@link #momentumStep} with Nesterov's look ahead, as PyTorch defines it: the last line becomes
     *
     * <pre>
     * weights ← weights − learningRate · (g + momentum · velocity)
     * </pre>
     *
     * with one fused multiply-add more.
     */
    void nesterovStep(
            float[] weights, float[] gradient, float[] velocity, float learningRate, float momentum, float weightDecay);

    /**
     * Adam with weight decay added to the gradient, as PyTorch defines it:
     *
     * <pre>
     * g ← gradient + weightDecay · weights
     * mean ← beta1 · mean + (1 − beta1) · g
     * square ← beta2 · square + (1 − beta2) · g · g
     * weights ← weights − stepSize · (mean / (rootCorrection · √square + epsilon))
     * </pre>
     *
     * A product that is added or subtracted is part of a fused multiply-add; in {@code (1 − beta) · g (· g)} every
     * operation rounds.
     */
    void adamStep(float[] weights, float[] gradient, float[] mean, float[] square, AdamStep step);

    /** Whether no value is NaN or infinite. */
    boolean allFinite(float[] values);
}
