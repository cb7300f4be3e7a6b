package io.convoy.spark.cli;

import io.convoy.trainer.averaging.AveragingSettings;
import io.convoy.trainer.averaging.MomentumAveraging;
import io.convoy.trainer.averaging.OuterOptimiser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options that say when the shards' weights are averaged and what becomes of their mean. */
final class AveragingOptions {

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

    static final Option<MomentumAveraging> MOMENTUM_AVERAGING = Option.choice(
                    "momentumAveraging",
                    choices("average", MomentumAveraging.AVERAGE, "reset", MomentumAveraging.RESET),
                    "reset",
                    "What becomes of the shards' momentum when the weights are averaged: it is averaged too, or each"
                            + " shard starts from rest.")
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
        var outer = settings.find(OUTER).orElse(MEAN);
        settings.supply(OUTER_LEARNING_RATE, outer.equals(NESTEROV) ? "0.7" : "1");
        if (!outer.equals(MEAN)) {
            settings.supply(OUTER_MOMENTUM, outer.equals(NESTEROV) ? "0.9" : "0.5");
        } else if (settings.isChosen(OUTER_MOMENTUM)) {
            settings.problem("%s has no effect without %s slow-momentum or nesterov; add that or remove this"
                    .formatted(OUTER_MOMENTUM.flag(), OUTER.flag()));
        }
    }

    /** @param settings without problems */
    static AveragingSettings averaging(Settings settings) {
        return new AveragingSettings(settings.get(AVERAGE_EVERY), settings.get(MOMENTUM_AVERAGING), outer(settings));
    }

    private static OuterOptimiser outer(Settings settings) {
        double learningRate = settings.get(OUTER_LEARNING_RATE);
        return switch (settings.get(OUTER)) {
            case SLOW_MOMENTUM -> new OuterOptimiser.SlowMomentum(learningRate, settings.get(OUTER_MOMENTUM));
            case NESTEROV -> new OuterOptimiser.Nesterov(learningRate, settings.get(OUTER_MOMENTUM));
            default -> new OuterOptimiser.Mean(learningRate);
        };
    }

    private static <T> Map<String, T> choices(String name, T value, String otherName, T other) {
        var choices = new LinkedHashMap<String, T>();
        choices.put(name, value);
        choices.put(otherName, other);
        return choices;
    }

    private static int localSteps(String text) {
        if (text.equals(EPOCH)) {
            return AveragingSettings.WHOLE_EPOCH;
        }
        int steps = Integer.parseInt(text);
        if (steps < 1) {
            throw new IllegalArgumentException();
        }
        return steps;
    }
}
