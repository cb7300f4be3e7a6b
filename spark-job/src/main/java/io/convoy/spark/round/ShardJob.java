package io.convoy.spark.round;

import io.convoy.spark.data.ShardedImages;
import io.convoy.trainer.data.Shard;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.partial.ApproximateEvaluator;
import org.apache.spark.partial.PartialResult;
import org.jspecify.annotations.Nullable;
import scala.Function2;
import scala.collection.Iterator;

/**
 * One job of Spark with a task for each partition, which runs while the driver does something else. Of two jobs the one
 * that was begun first gets the free cores first.
 *
 * <p>It is what {@code images.rdd().map(task).collectAsync()} would do, with less work for the driver: there Spark
 * looks through the bytecode of three closures of its own, and a driver that does so once an epoch has not compiled
 * that. Spark's call for approximate results, given no time to wait for them, is the one that begins a job and comes
 * back; it is the same for Scala 2.12 and 2.13.
 */
final class ShardJob<T> {

    /** What a task does with each shard of its partition; returns what came out by the shards' ids. */
    private record Task<T>(Function<Shard, T> work)
            implements Function2<TaskContext, Iterator<Shard>, HashMap<Integer, T>>, Serializable {

        @Override
        public HashMap<Integer, T> apply(TaskContext context, Iterator<Shard> shards) {
            var results = new HashMap<Integer, T>();
            while (shards.hasNext()) {
                var shard = shards.next();
                try {
                    results.put(shard.id(), work.call(shard));
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException("a task threw a checked exception", e);
                }
            }
            return results;
        }
    }

    /** What the tasks returned; null for shards that are not done. Stays on the driver. */
    private record Results<T>(List<@Nullable T> ofShards)
            implements ApproximateEvaluator<HashMap<Integer, T>, List<T>> {

        @Override
        public void merge(int partition, HashMap<Integer, T> results) {
            results.forEach(ofShards::set);
        }

        @Override
        @SuppressWarnings("NullAway") // nobody looks at it before the last task has returned
        public List<T> currentResult() {
            return Collections.unmodifiableList(ofShards);
        }
    }

    private final PartialResult<List<T>> result;

    private ShardJob(PartialResult<List<T>> result) {
        this.result = result;
    }

    /** @param work a pure function, which Spark may call again, elsewhere */
    static <T> ShardJob<T> begin(ShardedImages images, Function<Shard, T> work) {
        var rdd = images.rdd().rdd();
        var results = new Results<T>(new ArrayList<>(Collections.nCopies(images.shards(), null)));
        return new ShardJob<>(rdd.sparkContext().runApproximateJob(rdd, new Task<>(work), results, 0));
    }

    /**
     * Waits for the last task.
     *
     * @return of each shard, in their order
     */
    List<T> results() {
        return result.getFinalValue();
    }
}
