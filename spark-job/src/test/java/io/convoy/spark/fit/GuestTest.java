package io.convoy.spark.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.DataException;
import io.convoy.spark.data.IdxData;
import io.convoy.spark.data.LabelledFiles;
import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.data.SyntheticImages;
import io.convoy.spark.round.EpochReport;
import io.convoy.spark.score.Score;
import io.convoy.trainer.averaging.TrainingState;
import io.convoy.trainer.network.Networks;
import io.convoy.trainer.optim.LearningRateSchedule;
import io.convoy.trainer.optim.Sgd;
import io.convoy.trainer.training.DivergenceException;
import io.convoy.trainer.training.TrainingSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BroadcastBlockId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/**
 * An application that knows nothing of the command line, with a SparkSession of its own: trainings are guests in it and
 * leave nothing behind, however they end.
 */
@Timeout(120)
class GuestTest {

    private static final long PATIENCE_SECONDS = 30;

    @TempDir
    private static Path folder;

    private static SparkSession session;
    private static JavaSparkContext spark;

    private Set<String> blocksBefore = Set.of();

    @BeforeAll
    static void start() {
        SyntheticImages.of(600, 28, 1).write(folder, Part.TRAIN);
        SyntheticImages.of(200, 28, 2).write(folder, Part.TEST);
        session = SparkSession.builder()
                .master("local[2]")
                .appName("somebody else's")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate();
        spark = new JavaSparkContext(session.sparkContext());
    }

    @AfterAll
    static void stop() {
        session.stop();
    }

    @BeforeEach
    void settle() {
        spark.setJobGroup("theirs", "what they do", true);
        spark.setCallSite("their line");
        spark.setLocalProperty("spark.scheduler.pool", "their pool");
        blocksBefore = broadcastBlocks();
    }

    @AfterEach
    void shouldLeaveNothingBehind() {
        assertEquals("theirs", spark.getLocalProperty("spark.jobGroup.id"));
        assertEquals("what they do", spark.getLocalProperty("spark.job.description"));
        assertEquals("true", spark.getLocalProperty("spark.job.interruptOnCancel"));
        assertEquals("their line", spark.getLocalProperty("callSite.short"));
        assertNull(spark.getLocalProperty("callSite.long"));
        assertEquals("their pool", spark.getLocalProperty("spark.scheduler.pool"));
        assertFalse(Thread.currentThread().isInterrupted());
        assertEquals(List.of(), ourThreads());
        assertTrue(spark.getPersistentRDDs().isEmpty(), spark.getPersistentRDDs()::toString);
        assertEquals(0, spark.statusTracker().getActiveJobIds().length);
        assertSettles(Set.of(), GuestTest::rddBlocks);
        // Spark's own broadcasts, of the tasks' code, go when the garbage collector has found them.
        assertSettles(Set.of(), () -> {
            System.gc();
            var blocks = new TreeSet<>(broadcastBlocks());
            blocks.removeAll(blocksBefore);
            return blocks;
        });
    }

    @Test
    void shouldFitAndScore() throws Exception {
        var trained = Fit.run(spark, request(0.1, 2), TrainingEvents.NONE);

        var evaluation = Score.evaluate(spark, trained.model(), data(Part.TEST), KernelChoice.AUTO);
        assertEquals(trained.report().testAccuracy(), evaluation.accuracy());
        assertEquals(trained.report().testLoss(), evaluation.meanLoss());
        assertEquals(2, trained.epochs());
        assertEquals(2, trained.history().size());
    }

    @Test
    void shouldFitWithoutTestImages() throws Exception {
        var request = TrainingRequest.of(data(Part.TRAIN), request(0.1, 1).network(), settings(0.1), 2)
                .withShards(2);
        var trained = Fit.run(spark, request, TrainingEvents.NONE);

        var tested = Fit.run(spark, request(0.1, 2), TrainingEvents.NONE);
        assertNull(trained.report().testLoss());
        assertEquals(tested.report().weightsDigest(), trained.report().weightsDigest());
    }

    @Test
    void shouldNotNoticeATrainingThatDivergesBesideIt() throws Exception {
        var alone = Fit.run(spark, request(0.1, 6), TrainingEvents.NONE);

        var diverging = CompletableFuture.supplyAsync(() -> fit(request(1e30, 6), TrainingEvents.NONE));
        var sound = CompletableFuture.supplyAsync(() -> fit(request(0.1, 6), TrainingEvents.NONE));

        var failure = assertThrows(CompletionException.class, diverging::join);
        assertEquals(DivergenceException.class, failure.getCause().getClass());
        assertArrayEquals(alone.model().parameters(), sound.join().model().parameters());
    }

    @Test
    void shouldBeCancelledInMidEpochByAnInterruption() throws Exception {
        var running = new CountDownLatch(1);
        var failure = new AtomicReference<Exception>();
        var ofThread = new AtomicReference<String>();
        var thread = new Thread(() -> {
            try {
                Fit.run(spark, request(1e-6, 100_000), new TrainingEvents() {
                    @Override
                    public void completed(EpochReport report, TrainingState state) {
                        running.countDown();
                    }
                });
            } catch (Exception e) {
                failure.set(e);
            }
            ofThread.set(spark.getLocalProperty("spark.jobGroup.id") + " "
                    + Thread.currentThread().isInterrupted());
        });
        thread.start();
        assertTrue(running.await(PATIENCE_SECONDS, TimeUnit.SECONDS));

        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));

        assertFalse(thread.isAlive());
        assertEquals(InterruptedException.class, failure.get().getClass());
        assertEquals("theirs false", ofThread.get());
    }

    @Test
    void shouldGiveBackWhatItCachedWhenTheTestImagesAreDamaged(@TempDir Path damaged) throws Exception {
        SyntheticImages.of(600, 28, 1).write(damaged, Part.TRAIN);
        SyntheticImages.of(200, 28, 2).write(damaged, Part.TEST);
        var request = request(0.1, 2).withTest(data(damaged, Part.TEST));
        var file = damaged.resolve("t10k-images-idx3-ubyte");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 5000));

        assertThrows(DataException.class, () -> Fit.run(spark, request, TrainingEvents.NONE));
    }

    @Test
    void shouldEndWithWhatAListenerThrows() {
        var failure = new IllegalStateException("the disk is full");
        var e = assertThrows(
                IllegalStateException.class,
                () -> Fit.run(spark, request(0.1, 5), new TrainingEvents() {
                    @Override
                    public void completed(EpochReport report, TrainingState state) {
                        throw failure;
                    }
                }));
        assertEquals(failure, e);
    }

    private static TrainedModel fit(TrainingRequest request, TrainingEvents events) {
        try {
            return Fit.run(spark, request, events);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static TrainingRequest request(double learningRate, int epochs) {
        var train = data(Part.TRAIN);
        var network = Networks.create("lenet", train.shape(), SyntheticImages.CLASSES);
        return TrainingRequest.of(train, network, settings(learningRate), epochs)
                .withTest(data(Part.TEST))
                .withShards(2);
    }

    private static TrainingSettings settings(double learningRate) {
        return new TrainingSettings(32, new LearningRateSchedule.Constant(learningRate), new Sgd(0.9, 0), 1);
    }

    private static IdxData data(Part part) {
        return data(folder, part);
    }

    private static IdxData data(Path folder, Part part) {
        var hadoop = new Configuration();
        return IdxData.open(LabelledFiles.in(folder.toString(), part, hadoop), SyntheticImages.CLASSES, hadoop);
    }

    private static List<String> ourThreads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> Thread.currentThread() != thread.getKey())
                .filter(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith("io.convoy.")))
                .map(thread -> thread.getKey().getName())
                .toList();
    }

    private static Set<String> broadcastBlocks() {
        return blocks(id -> id instanceof BroadcastBlockId);
    }

    private static Set<String> rddBlocks() {
        return blocks(BlockId::isRDD);
    }

    private static Set<String> blocks(java.util.function.Predicate<BlockId> kind) {
        var names = new TreeSet<String>();
        for (var manager : SparkEnv.get().blockManager().master().getStorageStatus()) {
            CollectionConverters.asJava(manager.blocks()).keySet().stream()
                    .filter(kind)
                    .forEach(id -> names.add(id.name()));
        }
        return names;
    }

    private static void assertSettles(Set<String> expected, Supplier<Set<String>> actual) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        var now = actual.get();
        while (!now.equals(expected) && System.nanoTime() < end) {
            Thread.yield();
            now = actual.get();
        }
        assertEquals(expected, now);
    }
}
