package io.convoy.spark.round;

import io.convoy.kernels.KernelChoice;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.model.Model;
import io.convoy.trainer.training.Evaluator;
import io.convoy.trainer.training.Ratings;

/** A model's forward pass within a task, by a program of its own. It belongs to one thread. */
public final class Scorer {

    private final Model model;
    private final Evaluator evaluator;

    public Scorer(Model model, KernelChoice kernels) {
        this.model = model;
        evaluator = new Evaluator(DistributedEvaluation.program(model, kernels).compile());
    }

    /** @throws IllegalArgumentException if the images do not fit the network */
    public Ratings rate(Shard images) {
        return evaluator.rate(model.parameters(), images);
    }
}
