package io.convoy.spark.cli;

import io.convoy.spark.round.EpochReport;
import io.convoy.trainer.model.WeightsDigest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One line for each epoch, without control characters, for logs and pipes. */
record ProgressInLines(Console console) implements Progress {

    @Override
    public void completed(EpochReport report) {
        console.say(String.format(
                Locale.ROOT,
                "epoch %d/%d  loss %.4f  accuracy %.4f%s%s  %,.0f images/s  %.1f s  weights %s",
                report.epoch(),
                report.epochs(),
                report.trainLoss(),
                report.trainAccuracy(),
                scores("validation", report.validationLoss(), report.validationAccuracy()),
                scores("test", report.testLoss(), report.testAccuracy()),
                report.imagesPerSecond(),
                report.seconds(),
                WeightsDigest.abbreviate(report.weightsDigest())));
    }

    private static String scores(String name, @Nullable Double loss, @Nullable Double accuracy) {
        return loss == null || accuracy == null
                ? ""
                : String.format(Locale.ROOT, "  %s loss %.4f  %s accuracy %.4f", name, loss, name, accuracy);
    }

    @Override
    public void close() {
        // every line is out
    }
}
