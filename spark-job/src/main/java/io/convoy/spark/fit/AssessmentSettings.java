package io.convoy.spark.fit;

import io.convoy.spark.data.ValidationSplit;
import io.convoy.trainer.training.EarlyStopping;
import java.util.Optional;

/**
 * How a training is measured.
 *
 * @param split the part of the training images to measure on rather than learn from
 * @param every so many epochs, and after the last one
 * @param stopping ends the training by what was measured on the images set aside; without any there must be none
 */
public record AssessmentSettings(ValidationSplit split, int every, Optional<EarlyStopping> stopping) {

    /** Each epoch, with no image set aside. */
    public static final AssessmentSettings EACH_EPOCH =
            new AssessmentSettings(new ValidationSplit(0, 0), 1, Optional.empty());
}
