package io.convoy.spark.data;

import io.convoy.trainer.data.PixelSums;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.training.RecordChecksum;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * A data set in Spark's storage: each shard is one object, its images in the order of their records.
 *
 * @param rdd the shards without a defect: partition i holds shard i; of images to evaluate on, a partition may hold
 *     several in their order
 * @param shardSizes how many images each shard has, in the order of the shards
 * @param pixelSums over all images
 * @param recordChecksum of the images' records
 */
public record ShardedImages(JavaRDD<Portion> rdd, List<Integer> shardSizes, PixelSums pixelSums, long recordChecksum) {

    /**
     * Images to evaluate on in one shard, as few as are worth a task of their own. The grouping decides the last bits
     * of a loss, so it is the same on one core and on many.
     */
    public static final int EVALUATION_BLOCK = 2500;

    /** A task that takes more of them would be long beside others. */
    private static final int MOST_BLOCKS_TOGETHER = 4;

    private static final Sharding EVALUATION = new Sharding.Blocks(EVALUATION_BLOCK);

    private static final int RANGE_BYTES = 16 << 20;

    private record Summary(
            int images, PixelSums pixelSums, @Nullable String defect) implements Serializable {

        static Summary of(Portion whole) {
            return new Summary(whole.images().size(), PixelSums.of(whole.images()), whole.defect());
        }
    }

    /**
     * Reads, shards and caches images to learn from.
     *
     * @throws DataException if the file's content is damaged or a shard would exceed an array
     */
    public static ShardedImages forTraining(JavaSparkContext spark, LabelledImages data, int shards, long seed) {
        return forTraining(spark, data, shards, seed, new ValidationSplit(0, seed));
    }

    /** Like the other without the images that the split sets aside. */
    public static ShardedImages forTraining(
            JavaSparkContext spark, LabelledImages data, int shards, long seed, ValidationSplit split) {
        var sharding = new Sharding.Part(new Sharding.Random(shards, seed), split, false);
        return load(spark, data.images(), data.labels(), sharding, shards);
    }

    /** The images that the split sets aside, in blocks like those of {@link #forEvaluation}. */
    public static ShardedImages forValidation(JavaSparkContext spark, LabelledImages data, ValidationSplit split) {
        return inBlocks(spark, data, new Sharding.Part(EVALUATION, split, true));
    }

    /**
     * Reads and caches images to evaluate on, in blocks that depend on their number alone.
     *
     * @throws DataException if the file's content is damaged
     */
    public static ShardedImages forEvaluation(JavaSparkContext spark, LabelledImages data) {
        return inBlocks(spark, data, EVALUATION);
    }

    /**
     * With several blocks in a partition where there are more than cores, as to start a task takes milliseconds. They
     * are read so: partitions put together later would stand behind others, since Spark knows no executor for them.
     */
    private static ShardedImages inBlocks(JavaSparkContext spark, LabelledImages data, Sharding blocks) {
        int count = blocks.shards(data.images().count());
        int tasks = Math.max(spark.defaultParallelism(), (count + MOST_BLOCKS_TOGETHER - 1) / MOST_BLOCKS_TOGETHER);
        return load(spark, data.images(), data.labels(), blocks, Math.min(tasks, count));
    }

    /**
     * Like {@link #forEvaluation} without labels; those in the shards are 0.
     *
     * @throws DataException if the file's content is damaged
     */
    static ShardedImages forPrediction(JavaSparkContext spark, IdxFile images) {
        return load(spark, images, new byte[images.count()], EVALUATION, EVALUATION.shards(images.count()));
    }

    /** The records of this package that Spark serialises, for a Kryo registrator. */
    public static List<Class<? extends Record>> travellingClasses() {
        return List.of(PortionReader.Range.class, Portion.class, Summary.class, ImageFolder.Part.class);
    }

    public int shards() {
        return shardSizes.size();
    }

    /** How many there are in all shards together. */
    public int images() {
        return shardSizes.stream().mapToInt(Integer::intValue).sum();
    }

    /** Gives the storage back. */
    public void release() {
        rdd.unpersist(false);
    }

    private static ShardedImages load(
            JavaSparkContext spark, IdxFile file, byte[] labels, Sharding sharding, int partitions) {
        int shards = sharding.shards(file.count());
        requireFits(file, shards);
        var ranges = ranges(file, labels, spark.defaultParallelism());
        var hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
        var image = new ImageShape(1, file.height(), file.width());
        var partitioner = new ShardPartitioner(shards, partitions);
        // Without the partitioner: a union would put the partitions of data sets that have the same one together.
        var portions = spark.parallelize(ranges, ranges.size())
                .flatMapToPair(range -> new PortionReader(file, range, sharding, hadoop.value()))
                .partitionBy(partitioner)
                .mapPartitionsWithIndex(
                        (partition, parts) -> assemble(partitioner.shards(partition), image, parts), false);
        int[] shardOf = sharding.assign(file.count());
        var records = IntStream.range(0, file.count())
                .filter(record -> shardOf[record] != Sharding.NONE)
                .toArray();
        return cached(spark, file.uri(), records, portions);
    }

    private static ShardedImages cached(JavaSparkContext spark, String uri, int[] records, JavaRDD<Portion> shards) {
        var portions = shards.setName("shards of " + DataException.withoutUserInfo(uri))
                .persist(StorageLevel.MEMORY_AND_DISK());
        boolean whole = false;
        try {
            spark.sc().setJobDescription("read " + DataException.withoutUserInfo(uri));
            var images = of(portions, records);
            whole = true;
            return images;
        } finally {
            if (!whole) {
                portions.unpersist(false);
            }
        }
    }

    private static ShardedImages of(JavaRDD<Portion> portions, int[] records) {
        var summaries = portions.map(Summary::of).collect();
        int images = 0;
        PixelSums pixelSums = null;
        for (var summary : summaries) {
            if (summary.defect != null) {
                throw new DataException(summary.defect);
            }
            images += summary.images;
            pixelSums = pixelSums == null ? summary.pixelSums : pixelSums.merge(summary.pixelSums);
        }
        if (images != records.length || pixelSums == null) {
            throw new IllegalStateException("expected " + records.length + " images in the shards but found " + images);
        }
        var sizes = summaries.stream().map(Summary::images).toList();
        return new ShardedImages(portions, sizes, pixelSums, RecordChecksum.of(Arrays.stream(records)));
    }

    private static void requireFits(IdxFile file, int shards) {
        long largest = (file.count() + shards - 1L) / shards * file.recordBytes();
        if (largest > Integer.MAX_VALUE - 8) {
            throw new DataException(
                    file.uri(),
                    "a shard of its " + file.count() + " images would take " + largest
                            + " bytes, where an array holds 2³¹; take at least "
                            + ((long) file.count() * file.recordBytes() / (1 << 30) + 1) + " shards");
        }
    }

    /** One range for gzip, which can only be read from its beginning; else as many as there are tasks at a time. */
    private static List<PortionReader.Range> ranges(IdxFile file, byte[] labels, int parallelism) {
        long bytes = (long) file.count() * file.recordBytes();
        int count = file.gzip() ? 1 : (int) Math.min(parallelism, bytes / RANGE_BYTES + 1);
        var ranges = new ArrayList<PortionReader.Range>();
        for (int i = 0; i < count; i++) {
            int first = (int) ((long) file.count() * i / count);
            int end = (int) ((long) file.count() * (i + 1) / count);
            ranges.add(new PortionReader.Range(first, end, Arrays.copyOfRange(labels, first, end)));
        }
        return ranges;
    }

    private static Iterator<Portion> assemble(
            IntStream shards, ImageShape image, Iterator<Tuple2<Integer, Portion>> arriving) {
        var partsOf = new HashMap<Integer, List<Shard>>();
        while (arriving.hasNext()) {
            var next = arriving.next();
            var portion = next._2();
            if (portion.defect() != null) {
                return List.of(portion).iterator();
            }
            partsOf.computeIfAbsent(next._1(), shard -> new ArrayList<>()).add(portion.images());
        }
        return shards.mapToObj(shard -> new Portion(whole(shard, image, partsOf.getOrDefault(shard, List.of())), null))
                .iterator();
    }

    private static Shard whole(int shard, ImageShape image, List<Shard> parts) {
        int size = parts.stream().mapToInt(Shard::size).sum();
        var whole = new Shard(shard, image, new byte[size * image.size()], new byte[size], new int[size]);
        int at = 0;
        for (var part : parts.stream()
                .sorted(Comparator.comparingInt(part -> part.records()[0]))
                .toList()) {
            System.arraycopy(part.pixels(), 0, whole.pixels(), at * image.size(), part.pixels().length);
            System.arraycopy(part.labels(), 0, whole.labels(), at, part.size());
            System.arraycopy(part.records(), 0, whole.records(), at, part.size());
            at += part.size();
        }
        return whole;
    }
}
