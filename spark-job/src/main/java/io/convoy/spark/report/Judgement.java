package io.convoy.spark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Weighs each cost of a run against the whole: what is notable becomes a sentence of the verdict. */
final class Judgement {

    /** A smaller part of the time is not worth a change. */
    private static final double NOTABLE = 0.1;

    private static final double NOTABLE_EVALUATION = 0.25;

    /** What a round may cost besides computing, as part of its computing, once the period is as suggested. */
    private static final double GOOD_OVERHEAD = 0.05;

    /** How much longer than the median the slowest shard takes before Spark would start it once more. */
    private static final double SPECULATED = 1.5;

    private final Timesheet time;
    private final int steps;
    private final int averageEvery;
    private final double seconds;
    private final double overhead;
    private final List<Finding> findings = new ArrayList<>();
    private int suggestedShards;
    private int suggestedPeriod;

    private record Finding(double seconds, String sentence) {}

    Judgement(Timesheet time, int steps, int averageEvery) {
        this.time = time;
        this.steps = steps;
        this.averageEvery = averageEvery;
        seconds = time.seconds();
        overhead = time.phases().overhead();
        suggestedShards = time.shards();
        suggestedPeriod = averageEvery;
    }

    Verdict verdict() {
        judgeIdleCores();
        judgeOverhead();
        judge(time.evaluation(), NOTABLE_EVALUATION, "the evaluations", "--evaluate-every");
        judge(Math.min(time.writing(), time.checkpoint()), NOTABLE, "the checkpoints", "--checkpoint-every");
        if (findings.isEmpty()) {
            find(
                    0,
                    "%s of the time is compute: on %s neither other shards nor another averaging period would gain"
                            + " much.",
                    percent(time.phases().compute()),
                    Count.of(time.cores(), "core"));
        }
        findings.sort((a, b) -> Double.compare(b.seconds, a.seconds));
        return new Verdict(
                findings.stream().map(Finding::sentence).toList(),
                suggestedShards,
                suggestedPeriod,
                suggestedShards != time.shards() || suggestedPeriod != averageEvery);
    }

    private void judgeIdleCores() {
        double idle = time.phases().compute() - time.evenCompute();
        if (idle < NOTABLE * seconds) {
            return;
        }
        int shards = time.shards();
        int cores = time.cores();
        double ofOneShard = time.phases().computeTotal() / shards;
        if (shards < cores) {
            judgeCoresWithoutShard();
        } else if (shards % cores != 0 && ofOneShard * (cores - shards % cores) / cores > idle / 2) {
            suggestedShards = shards - shards % cores;
            find(
                    idle,
                    "%s on %s leave cores idle for %s of the time: %d would not.",
                    Count.of(shards, "shard"),
                    Count.of(cores, "core"),
                    percent(idle),
                    suggestedShards);
        }
        judgeStragglers();
    }

    private void judgeCoresWithoutShard() {
        int best = time.shards();
        for (int shards = time.shards() + 1; shards <= time.cores(); shards++) {
            if (withMore(shards) < withMore(best)) {
                best = shards;
            }
        }
        double saved = withMore(time.shards()) - withMore(best);
        if (saved >= NOTABLE * seconds) {
            suggestedShards = best;
            find(
                    saved,
                    "%s without a shard: %d shards could take up to %s less time.",
                    time.cores() - time.shards() == 1 ? "1 core is" : time.cores() - time.shards() + " cores are",
                    best,
                    percent(saved));
        }
    }

    private double withMore(int shards) {
        return time.phases().computeTotal() / shards + overhead * shards / time.shards();
    }

    private void judgeStragglers() {
        double slowest = time.phases().computeSlowest();
        double median = time.phases().computeMedian();
        if (slowest - median < NOTABLE * seconds) {
            return;
        }
        var sentence = "The slowest shard takes %.1f times as long as the median one, though all have as many"
                + " images: its core is slower, or shared with others.";
        boolean spare = time.cores() > time.shards() && slowest >= SPECULATED * median;
        find(
                slowest - median,
                spare ? sentence + " Spare cores could repeat its work: --conf spark.speculation=true." : sentence,
                slowest / median);
    }

    private void judgeOverhead() {
        if (overhead < NOTABLE * seconds) {
            return;
        }
        if (time.rounds() > time.epochs()) {
            judgePeriod();
        } else if (suggestedShards > time.shards()) {
            return;
        } else if (time.shards() > time.cores()) {
            suggestedShards = time.cores();
            find(
                    overhead,
                    "%s of the time is not compute: fewer shards would be as fast or faster, such as %d, one for"
                            + " each core.",
                    percent(seconds - time.phases().compute()),
                    time.cores());
        } else {
            judgeFewerShards();
        }
    }

    private void judgePeriod() {
        double factor = overhead / (GOOD_OVERHEAD * time.phases().compute());
        double period = Math.ceil(averageEvery * factor);
        double rounds = (double) time.rounds() / time.epochs();
        double fewer = period < steps ? Math.ceil(steps / period) : 1;
        if (fewer >= rounds) {
            return;
        }
        suggestedPeriod = period < steps ? (int) period : Verdict.EPOCH;
        find(
                overhead,
                "%s an epoch cost %s of the time besides computing: averaging %s instead of every %s would take %s"
                        + " less time.",
                Count.of(Math.round(rounds), "round"),
                percent(overhead),
                suggestedPeriod == Verdict.EPOCH ? "once an epoch" : "every " + suggestedPeriod,
                averageEvery == 1 ? "batch" : averageEvery + " batches",
                percent(overhead * (1 - fewer / rounds)));
    }

    private void judgeFewerShards() {
        double longest = (1 + NOTABLE) * (time.phases().compute() + overhead);
        int fewest = time.shards();
        while (fewest > 1 && time.phases().computeTotal() / (fewest - 1) + overhead <= longest) {
            fewest--;
        }
        if (fewest < time.shards()) {
            suggestedShards = fewest;
            find(
                    overhead,
                    "%s of the time is not compute: %s would hardly take longer.",
                    percent(seconds - time.phases().compute()),
                    Count.of(fewest, "shard"));
        } else {
            find(
                    overhead,
                    "%s of the time is not compute, which one average an epoch cannot lessen: the images are few"
                            + " for a cluster.",
                    percent(seconds - time.phases().compute()));
        }
    }

    private void judge(double part, double notable, String what, String option) {
        if (part >= notable * seconds) {
            find(part, "%s of the time goes to %s: a larger %s would save some of it.", percent(part), what, option);
        }
    }

    private void find(double cost, String sentence, Object... words) {
        findings.add(new Finding(cost, String.format(Locale.ROOT, sentence, words)));
    }

    private String percent(double part) {
        return Math.round(100 * part / seconds) + " %";
    }
}
