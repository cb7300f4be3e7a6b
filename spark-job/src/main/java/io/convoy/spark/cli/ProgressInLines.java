package io.convoy.spark.cli;

import io.convoy.spark.round.EpochReport;
import io.convoy.trainer.model.WeightsDigest;
import java.util.Locale;

/** One line for each epoch, without control characters, for logs and pipes. */
record ProgressInLines(Console console) implements Progress {

    @Override
    public void completed(EpochReport report) {
        console.say(String.format(
                Locale.ROOT,
                "epoch %d/%d  loss %.4f  accuracy %.4f  test loss %.4f  test accuracy %.4f  %,.0f images/s  %.1f s  weights %s",
                report.epoch(),
                report.epochs(),
                report.trainLoss(),
                report.trainAccuracy(),
                report.testLoss(),
                report.testAccuracy(),
                report.imagesPerSecond(),
                report.seconds(),
                WeightsDigest.abbreviate(report.weightsDigest())));
    }

    @Override
    public void close() {
        // every line is out
    }
}
