package io.convoy.spark.round;

import io.convoy.trainer.averaging.ShardResult;
import io.convoy.trainer.averaging.TrainingState;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.training.Replica;
import io.convoy.trainer.training.Span;
import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Where every replica starts a round, sent to all executors. What is not destroyed stays in their memory. */
record Start(Broadcast<float[]> weights, Broadcast<float[]> optimiserState, int shards) implements Serializable {

    static Start send(JavaSparkContext spark, TrainingState state, int shards) {
        return new Start(spark.broadcast(state.weights()), spark.broadcast(state.optimiserState()), shards);
    }

    ShardResult train(Replica replica, Span span, Shard shard) {
        var states = new TrainingState(0, weights.value(), optimiserState.value(), new float[0]);
        return replica.train(span, shard, weights.value(), states.optimiserStateOf(shard.id(), shards));
    }

    void destroy() {
        weights.destroy();
        optimiserState.destroy();
    }
}
