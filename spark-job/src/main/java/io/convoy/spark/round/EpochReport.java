package io.convoy.spark.round;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an epoch brought.
 *
 * @param epoch counted from 1
 * @param trainLoss mean over the training images, each taken before the step it caused
 * @param trainAccuracy from 0 to 1, taken likewise
 * @param testLoss null in an epoch that was not measured, like the three after it
 * @param validationLoss null without images set aside, like the accuracy
 * @param seconds of the whole epoch: until the next one's first round was begun, or this one's scores were there where
 *     the run waited for them
 * @param imagesPerSecond training images by the time they took, evaluation and writing apart
 * @param weightsDigest SHA-256 of the averaged weights
 * @param kernels the descriptions of the kernels in use; more than one if executors differ
 */
public record EpochReport(
        int epoch,
        int epochs,
        double trainLoss,
        double trainAccuracy,
        @Nullable Double testLoss,
        @Nullable Double testAccuracy,
        @Nullable Double validationLoss,
        @Nullable Double validationAccuracy,
        double seconds,
        double imagesPerSecond,
        String weightsDigest,
        List<String> kernels,
        Ledger ledger,
        Phases phases) {

    /** @throws IllegalStateException if this epoch was not measured */
    public double measuredTestAccuracy() {
        if (testAccuracy == null) {
            throw new IllegalStateException("epoch " + epoch + " was not measured");
        }
        return testAccuracy;
    }

    /** The same with the time that its checkpoint took, which is known only after the rest. */
    public EpochReport withCheckpoint(double checkpointSeconds) {
        return new EpochReport(
                epoch,
                epochs,
                trainLoss,
                trainAccuracy,
                testLoss,
                testAccuracy,
                validationLoss,
                validationAccuracy,
                seconds,
                imagesPerSecond,
                weightsDigest,
                kernels,
                ledger,
                phases.withCheckpoint(checkpointSeconds));
    }

    /**
     * What was averaged, as the epoch's books, which balanced, have it.
     *
     * @param recordsLearnedOnce how many records were learned from: all, and each of them once
     */
    public record Ledger(int rounds, int shards, long recordsLearnedOnce) {}

    /**
     * Where the time went, in seconds.
     *
     * @param cores how many tasks could run at a time
     * @param rounds summed over the epoch's rounds, which with evaluation and writing make the epoch
     * @param worst the longest that a round had of each phase; not all of them need be of one round
     * @param evaluation for which shards waited: that of the epoch before, which has the cores first, and this epoch's
     *     own where the run waited for it, as for the last one
     * @param writing for which the first round's results waited: the model and the checkpoint of the epoch before took
     *     longer than that round
     * @param checkpoint how long it took to leave one after the epoch; not in its seconds, as the next one computes
     *     meanwhile
     */
    public record Phases(
            int cores, RoundPhases rounds, RoundPhases worst, double evaluation, double writing, double checkpoint) {

        private Phases withCheckpoint(double seconds) {
            return new Phases(cores, rounds, worst, evaluation, writing, seconds);
        }
    }
}
