package io.convoy.kernels;

/**
 * The numbers of one step of AdamW, bias corrections resolved.
 *
 * @param stepSize {@code learningRate / (1 − beta1ᵗ)}
 * @param rootCorrection {@code 1 / √(1 − beta2ᵗ)}
 * @param decay {@code learningRate · weightDecay}
 */
public record AdamStep(float stepSize, float beta1, float beta2, float rootCorrection, float epsilon, float decay) {

    /** @param step t, counted from 1; between two whole numbers where replicas of different age were averaged */
    public static AdamStep of(
            double learningRate, double beta1, double beta2, double epsilon, double weightDecay, double step) {
        if (!(step >= 1)) {
            throw new IllegalArgumentException("expected step ≥ 1 but found " + step);
        }
        return new AdamStep(
                (float) (learningRate / (1 - StrictMath.pow(beta1, step))),
                (float) beta1,
                (float) beta2,
                (float) (1 / Math.sqrt(1 - StrictMath.pow(beta2, step))),
                (float) epsilon,
                (float) (learningRate * weightDecay));
    }
}
