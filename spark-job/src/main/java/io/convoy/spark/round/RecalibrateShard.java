package io.convoy.spark.round;

import io.convoy.trainer.averaging.BatchStatistics;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.training.Recalibration;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** The task before an epoch is measured: what batch normalisation meets on a shard with the averaged weights. */
record RecalibrateShard(Broadcast<byte[]> plan, Start start) implements Function<Shard, BatchStatistics.Sums> {

    @Override
    public BatchStatistics.Sums call(Shard shard) {
        var programs = Programs.of(plan);
        var training = (TrainingPlan) programs.source();
        return programs.use(
                training.trainingProgram(shard.size()),
                program -> new Recalibration(program, training.settings(), ShardJob::requireWanted)
                        .gather(start.measuredWeights(), shard));
    }
}
