package io.convoy.kernels;

/**
 * The arithmetic of optimisers over parts of arrays, in place: elements {@code from} to before {@code to} of each. An
 * instance belongs to one thread.
 */
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
            float[] weights,
            float[] gradient,
            float[] velocity,
            int from,
            int to,
            float learningRate,
            float momentum,
            float weightDecay);

    /** As {@link #momentumStep} with no momentum and so no velocity. */
    void gradientStep(float[] weights, float[] gradient, int from, int to, float learningRate, float weightDecay);

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
            float[] weights,
            float[] gradient,
            float[] velocity,
            int from,
            int to,
            float learningRate,
            float momentum,
            float weightDecay);

    /**
     * AdamW, which is Adam with weight decay apart from the gradient: Loshchilov and Hutter, arXiv 1711.05101, as
     * PyTorch defines it:
     *
     * <pre>
     * mean ← beta1 · mean + (1 − beta1) · gradient
     * square ← beta2 · square + (1 − beta2) · gradient · gradient
     * weights ← weights − decay · weights
     * weights ← weights − stepSize · (mean / (rootCorrection · √square + epsilon))
     * </pre>
     *
     * A product that is added or subtracted is part of a fused multiply-add; in {@code (1 − beta) · gradient (·
     * gradient)} every operation rounds.
     *
     * @param moments the means of all weights, then their squares
     */
    void adamStep(float[] weights, float[] gradient, float[] moments, int from, int to, AdamStep step);

    /**
     * Added up by chunks of {@value #CHUNK} elements, in order and in double; within a chunk, element {@code i} goes by
     * one fused multiply-add to sum {@code i mod 16}, and {@link Lanes#sum} adds these sixteen.
     */
    double sumOfSquares(float[] values, int from, int to);

    int CHUNK = 4096;

    /** Multiplies each value. */
    void scale(float[] values, int from, int to, float factor);

    /** Whether no value is NaN or infinite. */
    boolean allFinite(float[] values);
}
