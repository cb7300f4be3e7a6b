package io.convoy.spark.round;

import static io.convoy.spark.data.LabelledFiles.Part.TEST;
import static io.convoy.spark.data.LabelledFiles.Part.TRAIN;
import static io.convoy.spark.round.TrainingFixture.IMAGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.SyntheticImages;
import io.convoy.trainer.optim.Sgd;
import io.convoy.trainer.training.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.storage.RDDInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training holds in memory, as Spark and the JVM see it. */
class MemoryTest {

    @TempDir
    private Path folder;

    @Test
    void shouldCacheLittleMoreThanThePixels() {
        var fixture = TrainingFixture.in(folder);
        try (var spark = LocalSpark.start("local[2]")) {
            int images = fixture.training(spark, 2).images();

            var stored = Arrays.stream(spark.sc().getRDDStorageInfo()).toList();

            assertEquals(1, stored.size());
            assertEquals(2, stored.get(0).numCachedPartitions());
            assertEquals(0, stored.get(0).diskSize());
            long pixels = (long) images * IMAGE.size();
            long size = stored.get(0).memSize();
            assertTrue(size >= pixels && size <= 1.1 * pixels, size + " bytes for " + pixels + " pixels");
        }
    }

    @Test
    void shouldHoldNoMoreAfterAHundredEpochsThanAfterFive() {
        var fixture = TrainingFixture.in(folder);
        var heap = new TreeMap<Integer, Long>();
        try (var spark = LocalSpark.start("local[2]")) {
            var images = fixture.training(spark, 2);
            var once = TrainingFixture.plan(images.pixelSums(), 0.001, KernelChoice.AUTO);
            var plan = new TrainingPlan(
                    once.network(), once.normalisation(), once.settings(), once.averaging(), 100, once.kernels());
            var assessment = Assessment.on(fixture.test(spark));
            DistributedTraining.train(spark, plan, plan.start(), images, assessment, (report, state) -> {
                if (report.epoch() == 5 || report.epoch() == 100) {
                    heap.put(report.epoch(), usedHeap());
                }
            });
        }
        // Were the weights and the momentum that each epoch sends kept, they would take 45 MB.
        long growth = heap.get(100) - heap.get(5);
        assertTrue(growth < 10_000_000, "from " + heap.get(5) + " bytes by " + growth);
    }

    @Test
    void shouldTrainWithAHeapOf512MegabytesOnAsManyImagesAsFashionMnistHas() {
        SyntheticImages.of(60_000, 28, 1).write(folder, TRAIN);
        SyntheticImages.of(200, 28, 2).write(folder, TEST);
        var fixture = new TrainingFixture(folder);
        var reports = new ArrayList<EpochReport>();
        try (var spark = LocalSpark.start("local-cluster[1,1,1024]")) {
            long heap = spark.parallelize(List.of(0), 1)
                    .map(x -> Runtime.getRuntime().maxMemory())
                    .first();
            assertTrue(heap <= 512 << 20, heap + " bytes");
            var images = fixture.training(spark, 2);
            var small = TrainingFixture.plan(images.pixelSums(), 0.01, KernelChoice.AUTO);
            var plan = new TrainingPlan(
                    small.network(),
                    small.normalisation(),
                    new TrainingSettings(64, small.settings().schedule(), new Sgd(0.9, 1e-4), 1),
                    small.averaging(),
                    1,
                    small.kernels());
            var assessment = Assessment.on(fixture.test(spark));
            DistributedTraining.train(
                    spark, plan, plan.start(), images, assessment, (report, state) -> reports.add(report));

            for (var stored : spark.sc().getRDDStorageInfo()) {
                assertEquals(stored.numPartitions(), stored.numCachedPartitions());
                assertEquals(0, stored.diskSize());
            }
            long pixels = 60_200L * IMAGE.size();
            long size = Arrays.stream(spark.sc().getRDDStorageInfo())
                    .mapToLong(RDDInfo::memSize)
                    .sum();
            assertTrue(size >= pixels && size <= 1.1 * pixels, size + " bytes for " + pixels + " pixels");
        }
        var report = reports.get(0);
        assertEquals(60_000, report.ledger().recordsLearnedOnce());
        assertTrue(report.measuredTestAccuracy() > 0.9, report.toString());
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
