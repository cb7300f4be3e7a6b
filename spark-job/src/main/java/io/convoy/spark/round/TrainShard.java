package io.convoy.spark.round;

import io.convoy.kernels.KernelChoice;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.program.TrainingProgram;
import io.convoy.trainer.training.DivergenceException;
import io.convoy.trainer.training.Replica;
import io.convoy.trainer.training.Span;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** The training task: one shard's replica takes its local steps. */
record TrainShard(Broadcast<byte[]> plan, Span span, Start start) implements Function<Shard, ShardOutcome> {

    @Override
    public ShardOutcome call(Shard shard) {
        var programs = Programs.of(plan);
        var training = (TrainingPlan) programs.source();
        return programs.use(training.trainingProgram(shard.size()), program -> train(program, training, shard));
    }

    private ShardOutcome train(TrainingProgram program, TrainingPlan training, Shard shard) {
        String kernels = program.kernels().description();
        String missing = training.kernels() == KernelChoice.SCALAR ? "" : JvmOptions.missing();
        try {
            var replica = new Replica(program, training.settings(), ShardJob::requireWanted);
            var result = start.train(replica, span, shard);
            return new ShardOutcome(result, null, kernels, missing, System.currentTimeMillis());
        } catch (DivergenceException e) {
            return new ShardOutcome(null, e, kernels, missing, System.currentTimeMillis());
        }
    }
}
