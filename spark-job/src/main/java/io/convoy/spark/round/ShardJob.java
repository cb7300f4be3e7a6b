package io.convoy.spark.round;

import io.convoy.spark.data.ShardedImages;
import io.convoy.trainer.data.Shard;
import java.io.Serializable;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import scala.Function2;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;

/**
 * One job of Spark with a task for each shard: what {@code images.rdd().map(task).collect()} would do with less work
 * for the driver. There Spark looks through the bytecode of three closures of its own, and a driver that does so once
 * an epoch has not compiled that. The overload of {@code runJob} that is called is the same for Scala 2.12 and 2.13.
 */
final class ShardJob {

    /** What a task does with its partition, which holds one shard. */
    private record Task<T>(Function<Shard, T> work)
            implements Function2<TaskContext, Iterator<Shard>, T>, Serializable {

        @Override
        public T apply(TaskContext context, Iterator<Shard> shards) {
            try {
                return work.call(shards.next());
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("a task threw a checked exception", e);
            }
        }
    }

    private ShardJob() {}

    /**
     * @param work a pure function, which Spark may call again, elsewhere
     * @return of each shard, in their order
     */
    static <T> List<T> run(ShardedImages images, Class<T> type, Function<Shard, T> work) {
        @SuppressWarnings("unchecked") // filled by the job with what the tasks return
        var results = (T[]) Array.newInstance(type, images.shards());
        var rdd = images.rdd().rdd();
        rdd.sparkContext()
                .runJob(
                        rdd,
                        new Task<>(work),
                        (shard, result) -> {
                            results[(Integer) shard] = result;
                            return BoxedUnit.UNIT;
                        },
                        ClassTag$.MODULE$.apply(type));
        return Arrays.asList(results);
    }
}
