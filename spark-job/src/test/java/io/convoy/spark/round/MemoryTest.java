package io.convoy.spark.round;

import static io.convoy.spark.round.TrainingFixture.IMAGE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.LocalSpark;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;
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

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
