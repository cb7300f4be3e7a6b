package io.convoy.spark.cli;

import io.convoy.spark.report.Explanation;
import io.convoy.spark.report.Table;
import io.convoy.spark.report.Timesheet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where a run's time went, for people. */
record TimeTable(Explanation explanation) {

    /** @param runSeconds of the whole run, from its start on */
    List<String> lines(double runSeconds) {
        var time = explanation.time();
        var verdict = explanation.verdict();
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "Where the time of %s went; the other %.1f s of the run: start, reading%s, writing",
                time.firstEpoch() == time.lastEpoch()
                        ? "epoch " + time.firstEpoch()
                        : "epochs " + time.firstEpoch() + " to " + time.lastEpoch(),
                runSeconds - time.seconds(),
                time.warm() ? ", warming up" : ""));
        var table = new Table("phase", "seconds", "share", "a round");
        var phases = time.phases();
        round(table, time, "compute", phases.compute());
        round(table, time, "  slowest shard", phases.computeSlowest());
        round(table, time, "  median shard", phases.computeMedian());
        round(table, time, "scheduling", phases.scheduling());
        round(table, time, "broadcast", phases.broadcast());
        round(table, time, "collect and average", phases.collectAndAverage());
        row(table, time, "evaluation", time.evaluation(), "");
        row(table, time, "writing", time.writing(), "");
        row(table, time, "together", time.seconds(), "");
        lines.addAll(table.lines(1));
        lines.addAll(verdict.findings());
        if (verdict.changed()) {
            lines.add("Try " + TrainOptions.SHARDS.flag() + " " + verdict.shards() + " "
                    + AveragingOptions.AVERAGE_EVERY.flag() + " " + explanation.averageEvery()
                    + ", which changes what is learned, too; watch the accuracy.");
        }
        lines.add("");
        return lines;
    }

    private static void round(Table table, Timesheet time, String phase, double seconds) {
        row(table, time, phase, seconds, String.format(Locale.ROOT, "%,.0f ms", 1000 * seconds / time.rounds()));
    }

    private static void row(Table table, Timesheet time, String phase, double seconds, String ofRound) {
        boolean part = phase.startsWith(" ");
        table.row(
                phase,
                String.format(Locale.ROOT, "%,.2f", seconds),
                part ? "" : Math.round(100 * seconds / time.seconds()) + " %",
                ofRound);
    }
}
