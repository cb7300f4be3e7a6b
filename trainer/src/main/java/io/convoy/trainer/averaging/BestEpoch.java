package io.convoy.trainer.averaging;

/**
 * The epoch after which a run did best on images that it does not learn from.
 *
 * @param accuracy on these images, from 0 to 1
 * @param loss the mean on these images
 * @param weights after that epoch
 */
@SuppressWarnings("ArrayRecordComponent")
public record BestEpoch(int epoch, double accuracy, double loss, float[] weights) {

    /** Whether others are right more often, or as often with a lower loss. */
    public boolean isBeatenBy(double otherAccuracy, double otherLoss) {
        return otherAccuracy > accuracy || (otherAccuracy == accuracy && otherLoss < loss);
    }
}
