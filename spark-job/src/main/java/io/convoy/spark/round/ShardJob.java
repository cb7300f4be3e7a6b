package io.convoy.spark.round;

import io.convoy.spark.data.ShardedImages;
import io.convoy.trainer.data.Shard;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.function.Function;
import scala.Tuple2;

/**
 * One job of Spark with a task for each partition, which runs while the driver does something else. Of two jobs the one
 * that was begun first gets the free cores first.
 */
final class ShardJob<T> {

    private final int shards;

    /** What came out, by the shards' ids. */
    private final JavaFutureAction<List<Tuple2<Integer, T>>> action;

    private ShardJob(int shards, JavaFutureAction<List<Tuple2<Integer, T>>> action) {
        this.shards = shards;
        this.action = action;
    }

    /** @param work a pure function, which Spark may call again, elsewhere */
    static <T> ShardJob<T> begin(ShardedImages images, Function<Shard, T> work) {
        var results = images.rdd().mapToPair(shard -> new Tuple2<>(shard.id(), work.call(shard)));
        return new ShardJob<>(images.shards(), results.collectAsync());
    }

    /**
     * Waits for the last task. Throws what Spark would have thrown if it had waited itself, also checked exceptions.
     *
     * @return of each shard, in their order
     */
    List<T> results() {
        try {
            @SuppressWarnings("unchecked") // filled with what the tasks returned
            var ofShards = (T[]) new Object[shards];
            for (var result : action.get()) {
                ofShards[result._1()] = result._2();
            }
            return Arrays.asList(ofShards);
        } catch (ExecutionException e) {
            throw ShardJob.<RuntimeException>unchecked(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            throw ShardJob.<RuntimeException>unchecked(e);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // so that a checked exception passes as it is
    private static <E extends Throwable> E unchecked(Throwable e) throws E {
        throw (E) e;
    }
}
