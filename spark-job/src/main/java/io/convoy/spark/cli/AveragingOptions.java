package io.convoy.spark.cli;

import io.convoy.trainer.averaging.AveragingSettings;
import io.convoy.trainer.averaging.MomentumAveraging;
import io.convoy.trainer.averaging.OuterOptimiser;
import io.convoy.trainer.averaging.Period;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options that say when the shards' weights are averaged and what becomes of their mean. */
final class AveragingOptions {

    private static final String CONSTANT = "constant";
    private static final String POST_LOCAL = "post-local";
    private static final String QSR = "qsr";
    private static final String EPOCH = "epoch";
    private static final String MEAN = "mean";
    private static final String SLOW_MOMENTUM = "slow-momentum";
    private static final String NESTEROV = "nesterov";

    static final Option<Integer> AVERAGE_EVERY = new Option<>(
            "averageEvery",
            "N",
            AveragingOptions::localSteps,
            "epoch or a whole number of batches from 1",
            List.of(EPOCH),
            "50",
            EPOCH,
            "How many batches each shard learns from before the weights are averaged. Fewer keep the result closer to"
                    + " one shard's and cost more time.");

    static final Option<String> PERIOD = Option.choice(
                    "period",
                    NetworkOptions.byName(List.of(CONSTANT, POST_LOCAL, QSR)),
                    QSR,
                    "How --average-every changes over the run: not, only from an epoch on (post-local SGD), or it grows"
                            + " as the learning rate falls (quadratic synchronisation rule).")
            .withDefault(CONSTANT);
    static final Option<Integer> EARLY_AVERAGE_EVERY = Option.wholeNumber(
            "earlyAverageEvery",
            1,
            1_000_000,
            "4",
            "With --period post-local: batches between two averages before that epoch. Default: 1.");
    static final Option<Double> LOCAL_FROM_EPOCH = Option.number(
            "localFromEpoch",
            Range.from(0, 100_000),
            "5",
            "With --period post-local: the epoch from which on --average-every counts. Default: half of them.");
    static final Option<Double> PERIOD_GROWTH = Option.number(
            "periodGrowth",
            Range.above(0, 1000),
            "0.2",
            "With --period qsr: the period is the square of this by the learning rate, if that is more than"
                    + " --average-every. Default: it grows from the beginning.");

    static final Option<MomentumAveraging> MOMENTUM_AVERAGING = Option.choice(
                    "momentumAveraging",
                    momentumChoices(),
                    "reset",
                    "What becomes of the shards' momentum when the weights are averaged: it is averaged too, each"
                            + " shard starts from rest, or each keeps its own.")
            .withDefault("average");
    static final Option<String> OUTER = Option.choice(
                    "outer",
                    NetworkOptions.byName(List.of(MEAN, SLOW_MOMENTUM, NESTEROV)),
                    SLOW_MOMENTUM,
                    "How the mean of the shards is followed: at once, with block momentum (SlowMo), or with Nesterov's"
                            + " momentum (DiLoCo).")
            .withDefault(MEAN);
    static final Option<Double> OUTER_LEARNING_RATE = Option.number(
            "outerLearningRate",
            Range.above(0, 10),
            "1",
            "How far to go to the mean of the shards. Default: 1; 0.7 with --outer nesterov.");
    static final Option<Double> OUTER_MOMENTUM = Option.number(
            "outerMomentum",
            Range.fromBelow(0, 1),
            "0.5",
            "How much of the last way to the mean is in the next one. Default: 0.5 with --outer slow-momentum, 0.9 with"
                    + " --outer nesterov.");

    private AveragingOptions() {}

    /** Supplies what the authors of each method take, and tells what would have no effect. */
    static void check(Settings settings) {
        checkPeriod(settings);
        var outer = settings.find(OUTER).orElse(MEAN);
        settings.supply(OUTER_LEARNING_RATE, outer.equals(NESTEROV) ? "0.7" : "1");
        if (!outer.equals(MEAN)) {
            settings.supply(OUTER_MOMENTUM, outer.equals(NESTEROV) ? "0.9" : "0.5");
        } else if (settings.isChosen(OUTER_MOMENTUM)) {
            settings.problem("%s has no effect without %s slow-momentum or nesterov; add that or remove this"
                    .formatted(OUTER_MOMENTUM.flag(), OUTER.flag()));
        }
    }

    private static void checkPeriod(Settings settings) {
        var period = settings.find(PERIOD).orElse(CONSTANT);
        if (period.equals(POST_LOCAL)) {
            settings.supply(EARLY_AVERAGE_EVERY, "1");
            settings.find(TrainOptions.EPOCHS)
                    .ifPresent(epochs -> settings.supply(LOCAL_FROM_EPOCH, Double.toString(epochs / 2.0)));
        } else {
            refuse(settings, EARLY_AVERAGE_EVERY, POST_LOCAL);
            refuse(settings, LOCAL_FROM_EPOCH, POST_LOCAL);
        }
        if (!period.equals(QSR)) {
            refuse(settings, PERIOD_GROWTH, QSR);
        } else if (settings.find(AVERAGE_EVERY)
                .filter(e -> e == Integer.MAX_VALUE)
                .isPresent()) {
            settings.problem(
                    "%s qsr: %s is an epoch already, and no period is longer; name a number of batches, such as"
                                    .formatted(PERIOD.flag(), AVERAGE_EVERY.flag())
                            + " 8");
        } else {
            settings.find(OptimiserOptions.LEARNING_RATE)
                    .flatMap(rate -> settings.find(AVERAGE_EVERY).map(steps -> rate * Math.sqrt(steps)))
                    .ifPresent(growth -> settings.supply(PERIOD_GROWTH, Double.toString(growth)));
        }
    }

    private static void refuse(Settings settings, Option<?> option, String period) {
        if (settings.isChosen(option)) {
            settings.problem("%s has no effect without %s %s; add that or remove this"
                    .formatted(option.flag(), PERIOD.flag(), period));
        }
    }

    private static Period period(Settings settings) {
        int steps = settings.get(AVERAGE_EVERY);
        return switch (settings.get(PERIOD)) {
            case POST_LOCAL ->
                new Period.PostLocal(settings.get(EARLY_AVERAGE_EVERY), settings.get(LOCAL_FROM_EPOCH), steps);
            case QSR -> new Period.Quadratic(steps, settings.get(PERIOD_GROWTH));
            default -> new Period.Constant(steps);
        };
    }

    /** @param settings without problems */
    static AveragingSettings averaging(Settings settings) {
        return new AveragingSettings(period(settings), settings.get(MOMENTUM_AVERAGING), outer(settings));
    }

    private static OuterOptimiser outer(Settings settings) {
        double learningRate = settings.get(OUTER_LEARNING_RATE);
        return switch (settings.get(OUTER)) {
            case SLOW_MOMENTUM -> new OuterOptimiser.SlowMomentum(learningRate, settings.get(OUTER_MOMENTUM));
            case NESTEROV -> new OuterOptimiser.Nesterov(learningRate, settings.get(OUTER_MOMENTUM));
            default -> new OuterOptimiser.Mean(learningRate);
        };
    }

    private static Map<String, MomentumAveraging> momentumChoices() {
        var choices = new LinkedHashMap<String, MomentumAveraging>();
        choices.put("average", MomentumAveraging.AVERAGE);
        choices.put("reset", MomentumAveraging.RESET);
        choices.put("keep", MomentumAveraging.KEEP);
        return choices;
    }

    private static int localSteps(String text) {
        if (text.equals(EPOCH)) {
            return Integer.MAX_VALUE;
        }
        int steps = Integer.parseInt(text);
        if (steps < 1) {
            throw new IllegalArgumentException();
        }
        return steps;
    }
}
