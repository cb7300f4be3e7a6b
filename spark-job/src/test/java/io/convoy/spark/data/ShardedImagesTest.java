package io.convoy.spark.data;

import static io.convoy.spark.data.LabelledFiles.Part.TRAIN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.trainer.data.PixelSums;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.RDDInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardedImagesTest {

    private static final int SIDE = 28;

    private static JavaSparkContext spark;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        spark = LocalSpark.start("local[2]");
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** The larger ones are several windows and, in the plain file, two ranges. */
    @ParameterizedTest
    @CsvSource({"false, 25000, 2", "true, 12000, 3", "true, 600, 7", "false, 5, 20"})
    void shouldPutEachImageIntoItsShardInOrder(boolean gzip, int count, int shards) {
        var images = SyntheticImages.of(count, SIDE, 3);
        if (gzip) {
            images.writeGzip(folder, TRAIN);
        } else {
            images.write(folder, TRAIN);
        }

        var sharded = ShardedImages.forTraining(spark, open(), shards, 7);

        int[] shardOf = new Sharding.Random(shards, 7).assign(count);
        var found = sharded.rdd().map(portion -> JavaBytes.of(portion.images())).collect().stream()
                .map(shard -> JavaBytes.read(shard, Shard.class))
                .toList();
        assertEquals(shards, found.size());
        assertEquals(count, sharded.images());
        for (int shard = 0; shard < shards; shard++) {
            assertShard(images, shard, shardOf, found.get(shard));
        }
        sharded.release();
    }

    private static void assertShard(SyntheticImages images, int id, int[] shardOf, Shard shard) {
        int[] records = IntStream.range(0, shardOf.length)
                .filter(record -> shardOf[record] == id)
                .toArray();
        assertEquals(id, shard.id());
        assertArrayEquals(records, shard.records());
        int size = SIDE * SIDE;
        for (int i = 0; i < records.length; i++) {
            assertEquals(images.labels()[records[i]], shard.labels()[i]);
            assertTrue(
                    Arrays.equals(
                            images.pixels(),
                            records[i] * size,
                            (records[i] + 1) * size,
                            shard.pixels(),
                            i * size,
                            (i + 1) * size),
                    "pixels of record " + records[i]);
        }
    }

    @Test
    void shouldSumAllPixelsExactly() {
        var images = SyntheticImages.of(700, SIDE, 3).write(folder, TRAIN);
        var whole = new Shard(0, new ImageShape(1, SIDE, SIDE), images.pixels(), images.labels(), new int[700]);

        var sums = ShardedImages.forTraining(spark, open(), 3, 7).pixelSums();

        assertEquals(PixelSums.of(whole).pixels(), sums.pixels());
        assertArrayEquals(PixelSums.of(whole).sums(), sums.sums());
        assertArrayEquals(PixelSums.of(whole).squares(), sums.squares());
    }

    @Test
    void shouldCacheLittleMoreThanThePixels() {
        SyntheticImages.of(20_000, SIDE, 3).write(folder, TRAIN);

        var sharded = ShardedImages.forTraining(spark, open(), 2, 7);

        long cached = Arrays.stream(spark.sc().getRDDStorageInfo())
                .mapToLong(rdd -> rdd.memSize() + rdd.diskSize())
                .sum();
        assertTrue(cached >= 20_000L * SIDE * SIDE, cached + " bytes");
        assertTrue(cached <= 1.1 * 20_000 * SIDE * SIDE, cached + " bytes");

        sharded.release();

        var ids = Arrays.stream(spark.sc().getRDDStorageInfo()).map(RDDInfo::id).toList();
        assertFalse(ids.contains(sharded.rdd().id()), "still stored: " + ids);
    }

    @Test
    void shouldTellOfImagesCutShortInGzip() throws IOException {
        SyntheticImages.of(600, SIDE, 3).writeGzip(folder, TRAIN);
        var file = folder.resolve("train-images-idx3-ubyte.gz");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100_000));

        var e = assertThrows(DataException.class, () -> ShardedImages.forTraining(spark, open(), 2, 7));
        assertTrue(
                e.getMessage().matches(file + ": cut short after \\d+ of 600 records in its gzip data; fetch it again"),
                e.getMessage());
    }

    @Test
    void shouldTellOfBytesAfterImagesInGzip() throws IOException {
        var images = SyntheticImages.of(600, SIDE, 3).writeGzip(folder, TRAIN);
        var file = folder.resolve("train-images-idx3-ubyte.gz");
        Files.write(file, SyntheticImages.gzip(Arrays.copyOf(images.imageFile(), images.imageFile().length + 1)));

        var e = assertThrows(DataException.class, () -> ShardedImages.forTraining(spark, open(), 2, 7));
        assertEquals(
                file
                        + ": more bytes follow the 600 records that its header tells of; fetch it again or mend its header",
                e.getMessage());
    }

    @Test
    void shouldEvaluateInBlocksThatDependOnTheCountAlone() {
        SyntheticImages.of(6000, SIDE, 3).write(folder, TRAIN);

        var blocks = ShardedImages.forEvaluation(spark, open())
                .rdd()
                .map(portion -> portion.images().size())
                .collect();

        assertEquals(List.of(2500, 2500, 1000), blocks);
    }

    @Test
    void shouldEvaluateInNoMoreTasksThanCoresUnlessTheyAreLong() {
        SyntheticImages.of(15_000, SIDE, 3).write(folder, TRAIN);
        int cores = spark.defaultParallelism();

        var blocks = ShardedImages.forEvaluation(spark, open());

        assertEquals(6, blocks.shards());
        assertEquals(Math.min(6, Math.max(cores, 2)), blocks.rdd().getNumPartitions());
    }

    private LabelledImages open() {
        return LabelledImages.open(
                LabelledFiles.in(folder.toString(), TRAIN, spark.hadoopConfiguration()), spark.hadoopConfiguration());
    }

    /** Of images this large three are read at a time, and the one that is set aside is not among the first. */
    @Test
    void shouldFindTheOnlyImageOfAShardBehindWindowsWithoutAny() {
        SyntheticImages.of(12, 1100, 3).write(folder, TRAIN);
        var split = new ValidationSplit(1 / 12.0, 1);
        assertTrue(split.recordsSetAside(12).nextSetBit(0) >= 3);

        assertEquals(1, ShardedImages.forValidation(spark, open(), split).images());
    }
}
