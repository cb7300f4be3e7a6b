package io.convoy.spark.round;

import io.convoy.trainer.averaging.ShardResult;
import io.convoy.trainer.averaging.TrainingState;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.training.Replica;
import io.convoy.trainer.training.Span;
import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Where every replica starts a round. Sent to all executors as one broadcast; what is not destroyed stays in their
 * memory.
 */
@SuppressWarnings("ArrayRecordComponent")
record Start(float[] weights, float[] optimiserState, int shards) implements Serializable {

    static Broadcast<Start> send(JavaSparkContext spark, TrainingState state, int shards) {
        return spark.broadcast(new Start(state.weights(), state.optimiserState(), shards));
    }

    ShardResult train(Replica replica, Span span, Shard shard) {
        var states = new TrainingState(0, weights, optimiserState, new float[0]);
        return replica.train(span, shard, weights, states.optimiserStateOf(shard.id(), shards));
    }
}
