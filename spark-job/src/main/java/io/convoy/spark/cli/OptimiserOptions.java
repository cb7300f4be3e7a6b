package io.convoy.spark.cli;

import io.convoy.spark.report.Count;
import io.convoy.trainer.optim.AdamW;
import io.convoy.trainer.optim.DecayedParameters;
import io.convoy.trainer.optim.LearningRateSchedule;
import io.convoy.trainer.optim.Nesterov;
import io.convoy.trainer.optim.Optimiser;
import io.convoy.trainer.optim.Sgd;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options that say how weights follow gradients, step by step. */
final class OptimiserOptions {

    private static final String SGD = "sgd";
    private static final String MOMENTUM_NAME = "momentum";
    private static final String NESTEROV = "nesterov";
    private static final String ADAMW = "adamw";
    private static final String STEP = "step";
    private static final String ONE_CYCLE = "one-cycle";

    static final Option<String> OPTIMISER = Option.choice(
                    "optimiser",
                    NetworkOptions.byName(List.of(SGD, MOMENTUM_NAME, NESTEROV, ADAMW)),
                    ADAMW,
                    "How weights follow the gradient: by plain gradient descent, with momentum, with Nesterov's momentum,"
                            + " or by AdamW.")
            .withDefault(MOMENTUM_NAME);
    static final Option<Double> LEARNING_RATE = Option.number(
            "learningRate",
            Range.above(0, 1000),
            "0.1",
            "How far a step goes along the gradient. Default: 0.08; 0.001 with --optimiser adamw.");
    static final Option<Double> MOMENTUM = Option.number(
            "momentum",
            Range.fromBelow(0, 1),
            "0.9",
            "How much of the last step is in the next one, with --optimiser momentum or nesterov. Default: 0.9.");
    static final Option<Double> BETA1 = Option.number(
            "beta1",
            Range.fromBelow(0, 1),
            "0.9",
            "With --optimiser adamw: how much of the mean gradient stays at a step. Default: 0.9.");
    static final Option<Double> BETA2 = Option.number(
            "beta2",
            Range.fromBelow(0, 1),
            "0.99",
            "With --optimiser adamw: how much of the mean square of gradients stays at a step. Default: 0.999.");
    static final Option<Double> EPSILON = Option.number(
            "epsilon",
            Range.above(0, 1),
            "1e-6",
            "With --optimiser adamw: what is added to the root that a step is divided by. Default: 1e-8.");
    static final Option<Double> WEIGHT_DECAY = Option.number(
            "weightDecay",
            Range.from(0, 1),
            "0.001",
            "How strongly weights are drawn to 0. Default: 0.001; 0.01 with --optimiser adamw, which decays apart from"
                    + " the gradient.");
    static final Option<DecayedParameters> WEIGHT_DECAY_ON = Option.choice(
            "weightDecayOn",
            decayedChoices(),
            "weights",
            "What --weight-decay draws to 0: weights of convolutions and dense layers, or all that is learned, biases and"
                    + " normalisations too. Default: weights; all with --network lenet and lenet-d2l.");
    static final Option<Double> CLIP_NORM = Option.number(
            "clipNorm",
            Range.above(0, 1e9),
            "1",
            "Scales a minibatch's gradient down to this norm if it is longer. Default: no clipping.");
    static final Option<String> SCHEDULE = Option.choice(
                    "schedule",
                    NetworkOptions.byName(List.of("constant", STEP, "cosine", ONE_CYCLE)),
                    "cosine",
                    "How the learning rate changes over the epochs.")
            .withDefault("cosine");
    static final Option<Double> WARM_UP_EPOCHS = Option.number(
            "warmUpEpochs",
            Range.from(0, 100_000),
            "0.5",
            "The learning rate rises from 0 during so many epochs; with --schedule one-cycle from a 25th. Default: 1; 0.3"
                    + " of the epochs with one-cycle.");
    static final Option<Double> STEP_EPOCHS = Option.number(
                    "stepEpochs",
                    Range.above(0, 100_000),
                    "5",
                    "With --schedule step: epochs between two changes of the learning rate.")
            .withDefault("5");
    static final Option<Double> STEP_FACTOR = Option.number(
                    "stepFactor",
                    Range.above(0, 1),
                    "0.1",
                    "With --schedule step: what each change multiplies the learning rate by.")
            .withDefault("0.1");

    private OptimiserOptions() {}

    /** Supplies what goes with each optimiser, and tells what would have no effect. */
    static void check(Settings settings) {
        var optimiser = settings.find(OPTIMISER).orElse(MOMENTUM_NAME);
        boolean adam = optimiser.equals(ADAMW);
        settings.supply(LEARNING_RATE, adam ? "0.001" : "0.08");
        settings.supply(WEIGHT_DECAY, adam ? "0.01" : "0.001");
        var decayed = settings.find(TrainOptions.NETWORK).map(DecayedParameters::usual);
        settings.supply(WEIGHT_DECAY_ON, decayed.equals(Optional.of(DecayedParameters.ALL)) ? "all" : "weights");
        if (adam) {
            settings.supply(BETA1, "0.9");
            settings.supply(BETA2, "0.999");
            settings.supply(EPSILON, "1e-8");
        } else {
            List.of(BETA1, BETA2, EPSILON).forEach(option -> refuse(settings, option, OPTIMISER, ADAMW));
        }
        if (optimiser.equals(MOMENTUM_NAME) || optimiser.equals(NESTEROV)) {
            settings.supply(MOMENTUM, "0.9");
        } else if (settings.find(MOMENTUM).filter(momentum -> momentum > 0).isPresent()) {
            settings.problem(
                    MOMENTUM,
                    "has no effect with %s %s; choose %s momentum or nesterov, or set it to 0"
                            .formatted(OPTIMISER.flag(), optimiser, OPTIMISER.flag()));
        }
        checkSchedule(settings);
    }

    private static void checkSchedule(Settings settings) {
        var schedule = settings.find(SCHEDULE).orElse("cosine");
        if (!schedule.equals(STEP)) {
            refuse(settings, STEP_EPOCHS, SCHEDULE, STEP);
            refuse(settings, STEP_FACTOR, SCHEDULE, STEP);
        }
        boolean oneCycle = schedule.equals(ONE_CYCLE);
        var epochs = settings.find(TrainOptions.EPOCHS);
        settings.supply(
                WARM_UP_EPOCHS, oneCycle && epochs.isPresent() ? Double.toString(3 * epochs.get() / 10.0) : "1");
        var warmUp = settings.find(WARM_UP_EPOCHS);
        if (warmUp.isPresent() && epochs.isPresent() && warmUp.get() > epochs.get()) {
            settings.problem("%s %s is longer than the training of %s; choose less, such as 1"
                    .formatted(WARM_UP_EPOCHS.flag(), warmUp.get(), Count.of(epochs.get(), "epoch")));
        }
        if (oneCycle && warmUp.filter(rise -> rise == 0).isPresent()) {
            settings.problem("%s 0: %s one-cycle rises during so many epochs; choose more, such as 1"
                    .formatted(WARM_UP_EPOCHS.flag(), SCHEDULE.flag()));
        }
    }

    private static void refuse(Settings settings, Option<?> option, Option<?> other, String value) {
        if (settings.isChosen(option)) {
            settings.problem("%s has no effect without %s %s; add that or remove this"
                    .formatted(option.flag(), other.flag(), value));
        }
    }

    /** @param settings without problems */
    static Optimiser optimiser(Settings settings) {
        double weightDecay = settings.get(WEIGHT_DECAY);
        return switch (settings.get(OPTIMISER)) {
            case SGD -> new Sgd(0, weightDecay);
            case NESTEROV -> new Nesterov(settings.get(MOMENTUM), weightDecay);
            case ADAMW -> new AdamW(settings.get(BETA1), settings.get(BETA2), settings.get(EPSILON), weightDecay);
            default -> new Sgd(settings.get(MOMENTUM), weightDecay);
        };
    }

    /** @param settings without problems */
    static LearningRateSchedule schedule(Settings settings) {
        double learningRate = settings.get(LEARNING_RATE);
        double warmUp = settings.get(WARM_UP_EPOCHS);
        int epochs = settings.get(TrainOptions.EPOCHS);
        var schedule = switch (settings.get(SCHEDULE)) {
            case STEP ->
                new LearningRateSchedule.Step(learningRate, settings.get(STEP_FACTOR), settings.get(STEP_EPOCHS));
            case "cosine" -> new LearningRateSchedule.Cosine(learningRate, 0, epochs);
            case ONE_CYCLE -> new LearningRateSchedule.OneCycle(learningRate, warmUp, epochs);
            default -> new LearningRateSchedule.Constant(learningRate);
        };
        boolean risesItself = schedule instanceof LearningRateSchedule.OneCycle;
        return warmUp == 0 || risesItself ? schedule : new LearningRateSchedule.WarmUp(warmUp, schedule);
    }

    private static Map<String, DecayedParameters> decayedChoices() {
        var choices = new LinkedHashMap<String, DecayedParameters>();
        choices.put("weights", DecayedParameters.WEIGHTS);
        choices.put("all", DecayedParameters.ALL);
        return choices;
    }
}
