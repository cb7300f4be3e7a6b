package io.convoy.spark.round;

import io.convoy.spark.data.JavaBytes;
import io.convoy.spark.data.Portion;
import io.convoy.trainer.data.Shard;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.Function;
import scala.Function2;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;

/**
 * One job of Spark with a task for each partition of one data set or several, which runs while the driver does
 * something else. The tasks of the first data set get the free cores first.
 *
 * <p>Several jobs, begun by Spark's {@code collectAsync}, would do the same, but more of it is the driver's: stages,
 * RDDs and the bytecode of Spark's closures, which wants to be compiled besides, all of it while tasks want the cores.
 */
final class ShardJob {

    /** In place of what came out of a shard: why it could not be used. Thrown, Spark would repeat the task. */
    record Defect(String message) implements Serializable {}

    /**
     * What the tasks do; they return what came out by the shards' ids, in bytes.
     *
     * @param ofPartitions what is done with each shard of a partition
     */
    private record Tasks(List<Function<Shard, ?>> ofPartitions)
            implements Function2<TaskContext, Iterator<Portion>, byte[]>, Serializable {

        @Override
        public byte[] apply(TaskContext context, Iterator<Portion> portions) {
            var task = ofPartitions.get(context.partitionId());
            var results = new HashMap<Integer, Object>();
            while (portions.hasNext()) {
                var portion = portions.next();
                var shard = portion.images();
                try {
                    var defect = portion.defect();
                    results.put(shard.id(), defect == null ? task.call(shard) : new Defect(defect));
                } catch (Exception e) {
                    throw ShardJob.<RuntimeException>unchecked(e);
                }
            }
            return JavaBytes.of(results);
        }
    }

    private ShardJob() {}

    /**
     * In a task: ends it between two minibatches if Spark has cancelled it. Nothing interrupts its thread, which
     * Hadoop's clients would not bear.
     */
    static void requireWanted() {
        var context = TaskContext.get();
        if (context != null && context.isInterrupted()) {
            throw new TaskKilledException();
        }
    }

    /** Returns at once; each of {@code works} has its own results. */
    static void begin(JobScope scope, List<? extends ShardWork<?>> works) {
        var rdd = works.stream()
                .map(work -> work.images().rdd())
                .reduce((some, more) -> some.union(more))
                .orElseThrow()
                .rdd();
        var tasks = new ArrayList<Function<Shard, ?>>();
        var workOfPartition = new ArrayList<ShardWork<?>>();
        for (var work : works) {
            for (int i = 0; i < work.images().rdd().getNumPartitions(); i++) {
                tasks.add(work.task());
                workOfPartition.add(work);
            }
        }
        if (rdd.getNumPartitions() != tasks.size()) { // some works would wait for ever
            throw new IllegalStateException(
                    "expected " + tasks.size() + " partitions but found " + rdd.getNumPartitions());
        }
        Function2<Object, byte[], BoxedUnit> collect = (partition, results) -> {
            workOfPartition.get((Integer) partition).collect(results);
            return BoxedUnit.UNIT;
        };
        ClassTag<byte[]> type = ClassTag$.MODULE$.apply(byte[].class);
        scope.start(() -> {
            try {
                rdd.sparkContext().runJob(rdd, new Tasks(tasks), collect, type);
            } catch (Throwable e) { // also checked ones: Spark declares none of them
                works.forEach(work -> work.fail(e));
            }
        });
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // so that a checked exception passes as it is
    static <E extends Throwable> E unchecked(Throwable e) throws E {
        throw (E) e;
    }
}
