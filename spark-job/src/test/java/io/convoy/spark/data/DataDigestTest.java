package io.convoy.spark.data;

import static io.convoy.spark.data.LabelledFiles.Part.TRAIN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDigestTest {

    private static final int SIDE = 6;
    private static final int COUNT = 40;
    private static final ImageShape SHAPE = new ImageShape(1, SIDE, SIDE);

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

    private static Shard whole(ImageShape shape) {
        var images = SyntheticImages.of(COUNT, SIDE, 1);
        return new Shard(
                0,
                shape,
                images.pixels(),
                images.labels(),
                IntStream.range(0, COUNT).toArray());
    }

    /** That of images whose hashes were added up by another program: Python's hashlib. */
    @Test
    void shouldBeTheSumOfSha256() {
        var two = new Shard(
                0, new ImageShape(1, 1, 2), new byte[] {1, 2, 3, (byte) 255}, new byte[] {7, 9}, new int[] {4, 70_000});

        assertEquals(
                "41d8037cfc1e58ea8b086d72d72c41e558c9baa871b18e5df54c497d29b5b0c0",
                DataDigest.of(two).toString());
    }

    @Test
    void shouldChangeWithEachPixelLabelAndRecordAndWithTheShape() {
        var digests = new HashSet<DataDigest>();
        digests.add(DataDigest.of(whole(SHAPE)));
        digests.add(DataDigest.of(whole(new ImageShape(1, 4, 9))));
        digests.add(DataDigest.of(whole(new ImageShape(4, 3, 3))));
        int changes = 3;
        for (int i = 0; i < COUNT * SHAPE.size(); i++, changes++) {
            var changed = whole(SHAPE);
            changed.pixels()[i] ^= 1;
            digests.add(DataDigest.of(changed));
        }
        for (int i = 0; i < COUNT; i++, changes += 2) {
            var labelled = whole(SHAPE);
            labelled.labels()[i]++;
            digests.add(DataDigest.of(labelled));
            var moved = whole(SHAPE);
            moved.records()[i] = COUNT;
            digests.add(DataDigest.of(moved));
        }
        assertEquals(changes, digests.size());
    }

    @Test
    void shouldChangeWhenTwoImagesChangePlaces() {
        var changed = whole(SHAPE);
        changed.records()[0] = 1;
        changed.records()[1] = 0;

        assertEquals(2, new HashSet<>(List.of(DataDigest.of(whole(SHAPE)), DataDigest.of(changed))).size());
    }

    @Test
    void shouldBeTheSameHoweverTheImagesAreDividedAndStored() {
        SyntheticImages.of(25_000, 28, 3).write(folder, TRAIN);
        var plain = open();
        SyntheticImages.of(25_000, 28, 3).writeGzip(folder.resolve("packed"), TRAIN);
        var packed = LabelledImages.open(
                LabelledFiles.in(folder.resolve("packed").toString(), TRAIN, spark.hadoopConfiguration()),
                spark.hadoopConfiguration());
        var split = new ValidationSplit(0.3, 5);
        var digests = new ArrayList<DataDigest>();

        digests.add(digest(ShardedImages.forTraining(spark, plain, 1, 7)));
        digests.add(digest(ShardedImages.forTraining(spark, plain, 5, 8)));
        digests.add(digest(ShardedImages.forTraining(spark, packed, 5, 7)));
        digests.add(digest(ShardedImages.forEvaluation(spark, plain)));
        digests.add(digest(ShardedImages.forTraining(spark, plain, 3, 7, split))
                .plus(digest(ShardedImages.forValidation(spark, packed, split))));

        assertEquals(1, new HashSet<>(digests).size(), digests.toString());
    }

    private static DataDigest digest(ShardedImages images) {
        images.release();
        return images.digest();
    }

    private LabelledImages open() {
        return LabelledImages.open(
                LabelledFiles.in(folder.toString(), TRAIN, spark.hadoopConfiguration()), spark.hadoopConfiguration());
    }
}
