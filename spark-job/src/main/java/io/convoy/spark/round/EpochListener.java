package io.convoy.spark.round;

import io.convoy.trainer.averaging.TrainingState;

/**
 * Is told about every epoch, one after the other, on the thread that called the training, while the executors compute
 * the next epoch's first round. What it throws ends the run.
 */
@FunctionalInterface
public interface EpochListener {

    /** @param state after the epoch; not to be changed */
    void completed(EpochReport report, TrainingState state);
}
