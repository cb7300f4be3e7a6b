package io.convoy.trainer.training;

import io.convoy.trainer.averaging.ShardResult;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.program.Program;

/**
 * One learner. What {@link #train} returns depends on its arguments, the network and the settings alone, never on
 * earlier calls: the instance holds scratch arrays only. It belongs to one thread.
 */
public final class Replica {

    private final Program program;
    private final TrainingSettings settings;

    public Replica(Program program, TrainingSettings settings) {
        this.program = program;
        this.settings = settings;
    }

    /**
     * Takes the local steps of {@code span}, in an order drawn from the seed, the epoch and the shard's id.
     *
     * @param weights to begin from; not changed
     * @param optimiserState to begin from; not changed
     * @throws DivergenceException if a loss or a weight is not finite
     */
    public ShardResult train(Span span, Shard shard, float[] weights, float[] optimiserState) {
        throw new UnsupportedOperationException(program + "" + settings);
    }
}
