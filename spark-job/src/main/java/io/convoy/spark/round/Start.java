package io.convoy.spark.round;

import io.convoy.trainer.averaging.ShardResult;
import io.convoy.trainer.averaging.TrainingState;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.training.Replica;
import io.convoy.trainer.training.Span;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Where every replica starts a round: sent to all executors as one broadcast, of arrays in a tuple, which Spark's
 * serializers know. What is not destroyed stays in their memory.
 *
 * @param shards of the run
 */
record Start(Broadcast<Tuple2<float[], float[]>> sent, int shards) implements Serializable {

    static Start send(JobScope scope, TrainingState state, int shards) {
        return new Start(scope.broadcast(new Tuple2<>(state.weights(), state.optimiserState())), shards);
    }

    void destroy(JobScope scope) {
        scope.destroy(sent);
    }

    /** Not to be changed: all tasks of an executor have the same. */
    float[] weights() {
        return sent.value()._1();
    }

    ShardResult train(Replica replica, Span span, Shard shard) {
        var states = new TrainingState(0, weights(), sent.value()._2(), new float[0]);
        return replica.train(span, shard, weights(), states.optimiserStateOf(shard.id(), shards));
    }
}
