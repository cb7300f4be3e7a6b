package io.convoy.spark.round;

import io.convoy.trainer.averaging.ShardResult;
import io.convoy.trainer.averaging.TrainingState;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.training.Replica;
import io.convoy.trainer.training.Span;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple3;

/**
 * Where every replica starts a round: sent to all executors as one broadcast, of arrays in a tuple, which Spark's
 * serializers know. What is not destroyed stays in their memory.
 *
 * @param sent weights, optimiser state, and the average to measure by; that is empty where the weights are measured
 */
record Start(Broadcast<Tuple3<float[], float[], float[]>> sent) implements Serializable {

    static Start send(JobScope scope, TrainingState state) {
        return new Start(scope.broadcast(new Tuple3<>(
                state.weights(), state.optimiserState(), state.average().orElse(new float[0]))));
    }

    void destroy(JobScope scope) {
        scope.destroy(sent);
    }

    /** Not to be changed: all tasks of an executor have the same. */
    float[] weights() {
        return sent.value()._1();
    }

    /** Not to be changed, either. */
    float[] measuredWeights() {
        var average = sent.value()._3();
        return average.length == 0 ? weights() : average;
    }

    ShardResult train(Replica replica, Span span, Shard shard) {
        var states = new TrainingState(0, weights(), sent.value()._2(), new float[0]);
        return replica.train(span, shard, weights(), states.optimiserStateOf(shard.id(), replica.stateLength()));
    }
}
