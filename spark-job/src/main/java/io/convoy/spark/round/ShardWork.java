package io.convoy.spark.round;

import io.convoy.spark.data.ShardedImages;
import io.convoy.trainer.data.Shard;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.function.Function;

/** What a {@link ShardJob} does with each shard of a data set, and what comes out. */
final class ShardWork<T> {

    private final ShardedImages images;
    private final Function<Shard, T> task;

    /** What came out, by the shards' ids. */
    private final Object[] collected;

    private final CompletableFuture<List<T>> results = new CompletableFuture<>();

    private int missingPartitions;

    /** @param task a pure function, which Spark may call again, elsewhere */
    ShardWork(ShardedImages images, Function<Shard, T> task) {
        this.images = images;
        this.task = task;
        collected = new Object[images.shards()];
        missingPartitions = images.rdd().getNumPartitions();
    }

    ShardedImages images() {
        return images;
    }

    Function<Shard, T> task() {
        return task;
    }

    /** @param ofShards what {@code task} made of the shards of one more partition, by their ids */
    @SuppressWarnings("unchecked") // it made them
    void collect(Map<Integer, Object> ofShards) {
        ofShards.forEach((shard, result) -> collected[shard] = result);
        missingPartitions--;
        if (missingPartitions == 0) {
            results.complete((List<T>) Arrays.asList(collected));
        }
    }

    void fail(Throwable cause) {
        results.completeExceptionally(cause);
    }

    /**
     * Waits for the last task. Throws what Spark would have thrown if it had waited itself, also checked exceptions.
     *
     * @return of each shard, in their order
     */
    List<T> results() {
        try {
            return results.get();
        } catch (ExecutionException e) {
            throw ShardJob.<RuntimeException>unchecked(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            throw ShardJob.<RuntimeException>unchecked(e);
        }
    }
}
