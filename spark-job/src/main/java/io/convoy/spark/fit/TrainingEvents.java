package io.convoy.spark.fit;

import io.convoy.spark.round.EpochReport;
import io.convoy.trainer.averaging.TrainingState;

/**
 * Is told how a training goes on, on the thread that runs it, in the order of these methods. What a method throws ends
 * the training.
 */
public interface TrainingEvents {

    TrainingEvents NONE = new TrainingEvents() {};

    /** @param line tells of a checkpoint that is damaged */
    default void passedOver(String line) {}

    /** The training goes on from a checkpoint. */
    default void goingOn(int epoch) {}

    /** The request is in order; the images are read next. */
    default void began(TrainingRequest request, int shards) {}

    /** All images are read, and nothing is written yet. */
    default void read(DataIdentity data) {}

    /** The images are there; the first round is next. */
    default void learning() {}

    /**
     * What the request wants to be written of the epoch is written. The next epoch is computed meanwhile.
     *
     * @param state after the epoch; not to be changed
     */
    default void completed(EpochReport report, TrainingState state) {}

    /**
     * The training failed.
     *
     * @param model the epoch whose model stays
     * @param folder the model folder
     */
    default void stays(EpochReport model, String folder) {}
}
