package io.convoy.trainer.training;

import io.convoy.trainer.optim.LearningRateSchedule;
import io.convoy.trainer.optim.Sgd;
import java.io.Serializable;

/** What decides, with the data, every bit of a run. {@code seed} draws the order of the examples. */
public record TrainingSettings(int batchSize, LearningRateSchedule schedule, Sgd optimiser, long seed)
        implements Serializable {

    public TrainingSettings {
        if (batchSize < 1) {
            throw new IllegalArgumentException("expected batchSize ≥ 1 but found " + batchSize);
        }
    }
}
