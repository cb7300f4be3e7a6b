package io.convoy.trainer.training;

import io.convoy.trainer.data.Shard;
import io.convoy.trainer.program.Program;

/** Runs a network forward over whole shards. It belongs to one thread. */
public final class Evaluator {

    private final Program program;

    public Evaluator(Program program) {
        this.program = program;
    }

    /** @throws IllegalArgumentException if a label is not one of the network's classes */
    public Evaluation evaluate(float[] weights, Shard shard) {
        throw new UnsupportedOperationException(program + "");
    }

    /** The probability of each class, {@code [images][classes]}; labels are not looked at. */
    public float[] probabilities(float[] weights, Shard shard) {
        throw new UnsupportedOperationException();
    }
}
