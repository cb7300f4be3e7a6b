package io.convoy.spark.round;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.Signal;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.ShardedImages;
import io.convoy.trainer.data.Shard;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to tasks and executors, the weights of every epoch have the same bits. */
class FailureTest {

    private static final int SHARDS = 4;

    @TempDir
    private static Path folder;

    private static TrainingFixture fixture;
    private static List<String> undisturbed;

    @BeforeAll
    static void trainUndisturbed() {
        fixture = TrainingFixture.in(folder);
        undisturbed = fixture.digests(LocalSpark.conf("local[2]"), SHARDS, KernelChoice.AUTO);
    }

    @Test
    void shouldGiveTheSameBitsWhenTasksFail() {
        var events = new Events();

        var digests = digests(LocalSpark.conf("local[2,4]"), events, shards -> shards.map(new FirstAttemptFails()));

        assertEquals(undisturbed, digests);
        assertTrue(events.failed.get() >= TrainingFixture.EPOCHS * SHARDS, events.failed + " failures");
    }

    @Test
    void shouldGiveTheSameBitsWhenAnExecutorIsKilled() {
        var events = new Events();
        var conf = LocalSpark.conf("local-cluster[2,1,1024]");

        var killed = folder.resolve("killed").toString();
        var digests = digests(conf, events, shards -> shards.map(new KillsItsExecutorOnce(killed)));

        assertEquals(undisturbed, digests);
        assertTrue(events.executorsLost.get() > 0, "no executor was lost");
    }

    private static List<String> digests(SparkConf conf, Events events, UnaryOperator<JavaRDD<Shard>> disturbance) {
        try (var spark = new JavaSparkContext(conf)) {
            spark.sc().addSparkListener(events);
            return fixture.digests(
                    spark,
                    SHARDS,
                    KernelChoice.AUTO,
                    images -> new ShardedImages(
                            disturbance.apply(images.rdd()),
                            images.shardSizes(),
                            images.pixelSums(),
                            images.recordChecksum()));
        }
    }

    /** What really happened, as Spark saw it. */
    private static final class Events extends SparkListener {

        private final AtomicInteger failed = new AtomicInteger();
        private final AtomicInteger executorsLost = new AtomicInteger();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            if (end.taskInfo().failed()) {
                failed.incrementAndGet();
            }
        }

        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
            executorsLost.incrementAndGet();
        }
    }

    private static final class FirstAttemptFails implements Function<Shard, Shard> {

        @Override
        public Shard call(Shard shard) {
            if (TaskContext.get().attemptNumber() == 0) {
                throw new IllegalStateException("a failure on purpose");
            }
            return shard;
        }
    }

    /** In mid-epoch, as the operating system does when memory runs out. */
    private record KillsItsExecutorOnce(String marker) implements Function<Shard, Shard> {

        @Override
        public Shard call(Shard shard) throws IOException, InterruptedException {
            if (shard.id() == 2 && new File(marker).mkdir()) {
                Signal.send("KILL", ProcessHandle.current().pid());
            }
            return shard;
        }
    }
}
