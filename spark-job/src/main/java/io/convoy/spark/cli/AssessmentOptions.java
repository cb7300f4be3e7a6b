package io.convoy.spark.cli;

import io.convoy.spark.data.ValidationSplit;
import io.convoy.spark.fit.AssessmentSettings;
import io.convoy.trainer.training.EarlyStopping;

/** The options that say what a run is measured on, how often, and when that ends it. */
final class AssessmentOptions {

    static final Option<Double> VALIDATION_FRACTION = Option.number(
                    "validationFraction",
                    Range.fromBelow(0, 1),
                    "0.1",
                    "Sets aside this part of the training images, drawn by the seed, and measures each epoch on it.")
            .withDefault("0");
    static final Option<Integer> EVALUATE_EVERY = Option.wholeNumber(
                    "evaluateEvery", 1, 100_000, "5", "Epochs between two evaluations; the last is always evaluated.")
            .withDefault("1");
    static final Option<Integer> PATIENCE = Option.wholeNumber(
            "patience",
            1,
            100_000,
            "3",
            "Ends the training when so many epochs in a row were no better on the images set aside, and keeps the model"
                    + " of the best one. Needs --validation-fraction.");

    private AssessmentOptions() {}

    static void check(Settings settings) {
        boolean without = settings.find(VALIDATION_FRACTION).filter(f -> f == 0).isPresent();
        if (settings.isChosen(PATIENCE) && without) {
            settings.problem("%s has no effect without %s above 0; add that, such as %s 0.1, or remove this"
                    .formatted(PATIENCE.flag(), VALIDATION_FRACTION.flag(), VALIDATION_FRACTION.flag()));
        }
    }

    /** @param settings without problems */
    static AssessmentSettings request(Settings settings) {
        return new AssessmentSettings(
                new ValidationSplit(settings.get(VALIDATION_FRACTION), settings.get(TrainOptions.SEED)),
                settings.get(EVALUATE_EVERY),
                settings.find(PATIENCE).map(EarlyStopping::new));
    }
}
