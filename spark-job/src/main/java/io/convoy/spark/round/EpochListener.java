package io.convoy.spark.round;

import io.convoy.trainer.averaging.TrainingState;

/** Is told about every epoch on the driver, between two rounds. */
@FunctionalInterface
public interface EpochListener {

    /** @param state after the epoch; not to be changed */
    void completed(EpochReport report, TrainingState state);
}
