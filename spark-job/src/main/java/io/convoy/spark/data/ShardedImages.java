package io.convoy.spark.data;

import io.convoy.trainer.data.PixelSums;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.training.RecordChecksum;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
 * @param rdd partition i holds shard i; of images to evaluate on, a partition may hold several shards
 * @param stored what Spark's storage holds, of which {@code rdd} is a view
 * @param shardSizes how many images each shard has, in the order of the shards
 * @param pixelSums over all images
 * @param recordChecksum of the images' records
 */
public record ShardedImages(
        JavaRDD<Shard> rdd, JavaRDD<?> stored, List<Integer> shardSizes, PixelSums pixelSums, long recordChecksum) {

    /**
     * Images to evaluate on in one shard, as few as are worth a task of their own. The grouping decides the last bits
     * of a loss, so it is the same on one core and on many.
     */
    public static final int EVALUATION_BLOCK = 2500;

    /** A task that takes more of them would be long beside others. */
    private static final int MOST_BLOCKS_TOGETHER = 4;

    private static final Sharding EVALUATION = new Sharding.Blocks(EVALUATION_BLOCK);

    /** Image files of a shard. */
    private static final int IMAGE_FILES = 100;

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
        return load(spark, data.images(), data.labels(), sharding);
    }

    /** The images that the split sets aside, in blocks like those of {@link #forEvaluation}. */
    public static ShardedImages forValidation(JavaSparkContext spark, LabelledImages data, ValidationSplit split) {
        return load(spark, data.images(), data.labels(), new Sharding.Part(EVALUATION, split, true))
                .inTasksFor(spark.defaultParallelism());
    }

    /**
     * Reads and caches images to evaluate on, in blocks that depend on their number alone.
     *
     * @throws DataException if the file's content is damaged
     */
    public static ShardedImages forEvaluation(JavaSparkContext spark, LabelledImages data) {
        return load(spark, data.images(), data.labels(), EVALUATION).inTasksFor(spark.defaultParallelism());
    }

    /** With several shards in a partition where there are more than cores: to start a task takes milliseconds. */
    private ShardedImages inTasksFor(int cores) {
        int tasks = Math.max(cores, (shards() + MOST_BLOCKS_TOGETHER - 1) / MOST_BLOCKS_TOGETHER);
        return tasks < shards()
                ? new ShardedImages(rdd.coalesce(tasks), stored, shardSizes, pixelSums, recordChecksum)
                : this;
    }

    /**
     * Like {@link #forEvaluation} without labels; those in the shards are 0.
     *
     * @throws DataException if the file's content is damaged
     */
    static ShardedImages forPrediction(JavaSparkContext spark, IdxFile images) {
        return load(spark, images, new byte[images.count()], EVALUATION);
    }

    /**
     * PNG and JPEG images brought to one shape, in the order of the folder; labels in the shards are 0.
     *
     * @throws DataException if an image cannot be decoded
     */
    static ShardedImages forPrediction(JavaSparkContext spark, ImageFolder folder, ImageShape shape) {
        int count = folder.files().size();
        int shards = (count + IMAGE_FILES - 1) / IMAGE_FILES;
        var hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
        var portions = spark.parallelize(IntStream.range(0, shards).boxed().toList(), shards)
                .map(id -> folder.portion(
                        id, id * IMAGE_FILES, Math.min(count, (id + 1) * IMAGE_FILES), shape, hadoop.value()));
        return cached(spark, folder.root(), IntStream.range(0, count).toArray(), portions);
    }

    /** The records of this package that Spark serialises, for a Kryo registrator. */
    public static List<Class<? extends Record>> travellingClasses() {
        return List.of(PortionReader.Range.class, Portion.class, Summary.class);
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
        stored.unpersist(false);
    }

    private static ShardedImages load(JavaSparkContext spark, IdxFile file, byte[] labels, Sharding sharding) {
        int shards = sharding.shards(file.count());
        requireFits(file, shards);
        var ranges = ranges(file, labels, spark.defaultParallelism());
        var hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
        var image = new ImageShape(1, file.height(), file.width());
        var portions = spark.parallelize(ranges, ranges.size())
                .flatMapToPair(range -> new PortionReader(file, range, sharding, hadoop.value()))
                .partitionBy(new ShardPartitioner(shards))
                .mapPartitionsWithIndex(
                        (shard, parts) -> List.of(assemble(shard, image, parts)).iterator(), true);
        int[] shardOf = sharding.assign(file.count());
        var records = IntStream.range(0, file.count())
                .filter(record -> shardOf[record] != Sharding.NONE)
                .toArray();
        return cached(spark, file.uri(), records, portions);
    }

    private static ShardedImages cached(JavaSparkContext spark, String uri, int[] records, JavaRDD<Portion> shards) {
        var portions = shards.setName("shards of " + DataException.withoutUserInfo(uri))
                .persist(StorageLevel.MEMORY_AND_DISK());
        spark.setJobGroup("convoy", "read " + DataException.withoutUserInfo(uri));
        var summaries = portions.map(Summary::of).collect();
        int images = 0;
        PixelSums pixelSums = null;
        for (var summary : summaries) {
            if (summary.defect != null) {
                portions.unpersist(false);
                throw new DataException(summary.defect);
            }
            images += summary.images;
            pixelSums = pixelSums == null ? summary.pixelSums : pixelSums.merge(summary.pixelSums);
        }
        if (images != records.length || pixelSums == null) {
            throw new IllegalStateException("expected " + records.length + " images in the shards but found " + images);
        }
        var sizes = summaries.stream().map(Summary::images).toList();
        return new ShardedImages(
                portions.map(Portion::images), portions, sizes, pixelSums, RecordChecksum.of(Arrays.stream(records)));
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

    private static Portion assemble(int shard, ImageShape image, Iterator<Tuple2<Integer, Portion>> arriving) {
        var parts = new ArrayList<Shard>();
        while (arriving.hasNext()) {
            var portion = arriving.next()._2();
            if (portion.defect() != null) {
                return portion;
            }
            parts.add(portion.images());
        }
        parts.sort(Comparator.comparingInt(part -> part.records()[0]));
        int size = parts.stream().mapToInt(Shard::size).sum();
        var whole = new Shard(shard, image, new byte[size * image.size()], new byte[size], new int[size]);
        int at = 0;
        for (var part : parts) {
            System.arraycopy(part.pixels(), 0, whole.pixels(), at * image.size(), part.pixels().length);
            System.arraycopy(part.labels(), 0, whole.labels(), at, part.size());
            System.arraycopy(part.records(), 0, whole.records(), at, part.size());
            at += part.size();
        }
        return new Portion(whole, null);
    }
}
