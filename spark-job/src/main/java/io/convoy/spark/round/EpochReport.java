package io.convoy.spark.round;

import java.util.List;

/**
 * What an epoch brought.
 *
 * @param epoch counted from 1
 * @param trainLoss mean over the training images, each taken before the step it caused
 * @param trainAccuracy from 0 to 1, taken likewise
 * @param seconds of the whole epoch
 * @param imagesPerSecond training images by the time they took, evaluation apart
 * @param weightsDigest SHA-256 of the averaged weights
 * @param kernels the descriptions of the kernels in use; more than one if executors differ
 */
public record EpochReport(
        int epoch,
        int epochs,
        double trainLoss,
        double trainAccuracy,
        double testLoss,
        double testAccuracy,
        double seconds,
        double imagesPerSecond,
        String weightsDigest,
        List<String> kernels,
        Ledger ledger,
        Phases phases) {

    /** The same with the time that its checkpoint took, which is known only after the rest. */
    public EpochReport withCheckpoint(double checkpointSeconds) {
        return new EpochReport(
                epoch,
                epochs,
                trainLoss,
                trainAccuracy,
                testLoss,
                testAccuracy,
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
     * Where the time went, in seconds, summed over the epoch's rounds. Broadcast, collectAndAverage, evaluation and the
     * time in which the cores computed add up to the epoch.
     *
     * @param computeSlowest of the shards in each round
     * @param computeMedian of the shards in each round
     * @param collectAndAverage what the training jobs took beyond computing, and averaging
     * @param checkpoint comes after the epoch and is not in its seconds
     */
    public record Phases(
            double broadcast,
            double computeSlowest,
            double computeMedian,
            double collectAndAverage,
            double evaluation,
            double checkpoint) {

        private Phases withCheckpoint(double seconds) {
            return new Phases(broadcast, computeSlowest, computeMedian, collectAndAverage, evaluation, seconds);
        }
    }
}
