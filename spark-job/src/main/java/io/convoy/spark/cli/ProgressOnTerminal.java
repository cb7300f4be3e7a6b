package io.convoy.spark.cli;

import io.convoy.spark.round.EpochReport;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** One bar over all epochs with the time left. */
final class ProgressOnTerminal implements Progress {

    private static final int UPDATE_MILLISECONDS = 200;

    private final ProgressBar bar;
    private String testAccuracy = "";

    ProgressOnTerminal(Console console, String task, int epochs) {
        bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(epochs)
                .setUnit(" epochs", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLISECONDS)
                .setConsumer(new ConsoleProgressBarConsumer(console.people()))
                .build();
    }

    @Override
    public void completed(EpochReport report) {
        var measured = report.testAccuracy();
        if (measured != null) {
            testAccuracy = String.format(Locale.ROOT, "  test accuracy %.4f", measured);
        }
        bar.setExtraMessage(String.format(
                Locale.ROOT,
                " loss %.4f%s  %,.0f images/s",
                report.trainLoss(),
                testAccuracy,
                report.imagesPerSecond()));
        bar.stepTo(report.epoch());
    }

    @Override
    public void close() {
        bar.close();
    }
}
