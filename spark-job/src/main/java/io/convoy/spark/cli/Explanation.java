package io.convoy.spark.cli;

import io.convoy.spark.report.Timesheet;
import io.convoy.spark.report.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where a run's time went, and what to make of it. */
record Explanation(Timesheet time, Verdict verdict) {

    /** @param runSeconds of the whole run, from its start on */
    List<String> lines(double runSeconds) {
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
        round(table, "compute", phases.compute());
        round(table, "  slowest shard", phases.computeSlowest());
        round(table, "  median shard", phases.computeMedian());
        round(table, "scheduling", phases.scheduling());
        round(table, "broadcast", phases.broadcast());
        round(table, "collect and average", phases.collectAndAverage());
        row(table, "evaluation", time.evaluation(), "");
        row(table, "writing", time.writing(), "");
        row(table, "together", time.seconds(), "");
        lines.addAll(table.lines(1));
        lines.addAll(verdict.findings());
        if (verdict.changed()) {
            lines.add("Try " + TrainOptions.SHARDS.flag() + " " + verdict.shards() + " "
                    + AveragingOptions.AVERAGE_EVERY.flag() + " " + averageEvery()
                    + ", which changes what is learned, too; watch the accuracy.");
        }
        lines.add("");
        return lines;
    }

    private void round(Table table, String phase, double seconds) {
        row(table, phase, seconds, String.format(Locale.ROOT, "%,.0f ms", 1000 * seconds / time.rounds()));
    }

    private void row(Table table, String phase, double seconds, String ofRound) {
        boolean part = phase.startsWith(" ");
        table.row(
                phase,
                String.format(Locale.ROOT, "%,.2f", seconds),
                part ? "" : Math.round(100 * seconds / time.seconds()) + " %",
                ofRound);
    }

    private String averageEvery() {
        return verdict.averageEvery() == Verdict.EPOCH ? "epoch" : Integer.toString(verdict.averageEvery());
    }

    /** For {@code run.json}. */
    Map<String, Object> document() {
        var document = new LinkedHashMap<String, Object>();
        document.put("firstEpoch", time.firstEpoch());
        document.put("lastEpoch", time.lastEpoch());
        document.put("warm", time.warm());
        document.put("cores", time.cores());
        document.put("rounds", time.rounds());
        document.put("seconds", time.seconds());
        document.put("phases", time.phases());
        document.put("evaluation", time.evaluation());
        document.put("writing", time.writing());
        document.put("checkpoint", time.checkpoint());
        document.put("verdict", verdict.findings());
        document.put("suggestedShards", verdict.shards());
        document.put("suggestedAverageEvery", averageEvery());
        return document;
    }
}
