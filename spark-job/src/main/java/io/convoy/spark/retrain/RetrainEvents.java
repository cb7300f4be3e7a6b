package io.convoy.spark.retrain;

import io.convoy.spark.fit.TrainedModel;
import io.convoy.spark.fit.TrainingEvents;
import io.convoy.spark.fit.TrainingRequest;
import java.util.List;

/** Is told how a night goes on, on the thread that runs it. */
public interface RetrainEvents {

    RetrainEvents NONE = new RetrainEvents() {};

    /** Is told how the training goes on. */
    default TrainingEvents training() {
        return TrainingEvents.NONE;
    }

    default void trained(TrainingRequest request, TrainedModel trained) {}

    default void pruned(List<Long> versions) {}

    /** What the run's status says of a failure. */
    default String words(Exception failure) {
        return String.valueOf(failure.getMessage());
    }

    /** The run has ended, also where it failed. */
    default void ended(Night night) {}
}
