package io.convoy.spark.round;

import io.convoy.kernels.KernelChoice;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.training.TrainingSettings;
import java.io.Serializable;

/** All that decides, with the data's shards, what a run computes; and the kernels that compute it. */
public record TrainingPlan(
        Network network, Normalisation normalisation, TrainingSettings settings, int epochs, KernelChoice kernels)
        implements Serializable {

    public TrainingPlan {
        if (epochs < 1) {
            throw new IllegalArgumentException("expected epochs ≥ 1 but found " + epochs);
        }
    }

    Programs.Key trainingProgram() {
        return new Programs.Key(network, normalisation, kernels, settings.batchSize());
    }
}
