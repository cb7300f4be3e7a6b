package io.convoy.spark.round;

import io.convoy.spark.data.DataException;
import io.convoy.spark.data.JavaBytes;
import io.convoy.spark.data.ShardedImages;
import io.convoy.trainer.data.Shard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.function.Function;

/** What a {@link ShardJob} does with each shard of a data set, and what comes out. */
final class ShardWork<T> {

    private final ShardedImages images;
    private final Function<Shard, T> task;

    /** What came out of each partition, in bytes. */
    private final List<byte[]> collected = new ArrayList<>();

    private final CompletableFuture<List<byte[]>> partitions = new CompletableFuture<>();

    /** @param task a pure function, which Spark may call again, elsewhere */
    ShardWork(ShardedImages images, Function<Shard, T> task) {
        this.images = images;
        this.task = task;
    }

    ShardedImages images() {
        return images;
    }

    Function<Shard, T> task() {
        return task;
    }

    /** @param ofPartition what {@code task} made of the shards of one more partition, by their ids */
    void collect(byte[] ofPartition) {
        collected.add(ofPartition);
        if (collected.size() == images.rdd().getNumPartitions()) {
            partitions.complete(collected);
        }
    }

    /** @param cause what Spark's job ended with; where data could not be read again, they are not what they were */
    void fail(Throwable cause) {
        partitions.completeExceptionally(
                DataException.changed(cause).<Throwable>map(changed -> changed).orElse(cause));
    }

    /**
     * Waits for the last task. Throws what Spark would have thrown if it had waited itself, also checked exceptions.
     *
     * @return of each shard, in their order
     * @throws DataException if the data had to be read again and are no longer what they were
     */
    List<T> results() {
        try {
            return ofShards(partitions.get());
        } catch (ExecutionException e) {
            throw ShardJob.<RuntimeException>unchecked(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            throw ShardJob.<RuntimeException>unchecked(e);
        }
    }

    @SuppressWarnings("unchecked") // the task made them
    private List<T> ofShards(List<byte[]> ofPartitions) {
        var results = new Object[images.shards()];
        for (var bytes : ofPartitions) {
            JavaBytes.read(bytes, HashMap.class).forEach((shard, result) -> {
                if (result instanceof ShardJob.Defect defect) {
                    throw new DataException(defect.message());
                }
                results[(Integer) shard] = result;
            });
        }
        return (List<T>) Arrays.asList(results);
    }
}
