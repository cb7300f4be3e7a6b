package io.convoy.spark.data;

import io.convoy.trainer.data.PixelSums;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.training.RecordChecksum;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * A data set in Spark's storage: each shard is one object, its images in the order of their records.
 *
 * @param rdd partition i holds shard i; of images to evaluate on, a partition may hold several in their order. A
 *     portion with a defect is one that had to be read again and is no longer what it was
 * @param stored what is in Spark's storage
 * @param shardSizes how many images each shard has, in the order of the shards
 * @param pixelSums over all images
 * @param recordChecksum of the images' records
 * @param digest of all images
 */
public record ShardedImages(
        JavaRDD<Portion> rdd,
        JavaRDD<?> stored,
        List<Integer> shardSizes,
        PixelSums pixelSums,
        long recordChecksum,
        DataDigest digest) {

    /**
     * Images to evaluate on in one shard, as few as are worth a task of their own. The grouping decides the last bits
     * of a loss, so it is the same on one core and on many.
     */
    public static final int EVALUATION_BLOCK = 2500;

    /** A task that takes more of them would be long beside others. */
    private static final int MOST_BLOCKS_TOGETHER = 4;

    static final Sharding EVALUATION = new Sharding.Blocks(EVALUATION_BLOCK);

    private static final int RANGE_BYTES = 16 << 20;

    private record Summary(
            int images,
            @Nullable PixelSums pixelSums,
            DataDigest digest,
            @Nullable String defect) implements Serializable {

        static final Summary NONE = new Summary(0, null, DataDigest.NONE, null);

        static Summary of(Portion whole) {
            return new Summary(whole.images().size(), PixelSums.of(whole.images()), whole.digest(), whole.defect());
        }

        Summary merge(Summary other) {
            return new Summary(
                    images + other.images,
                    pixelSums == null || other.pixelSums == null ? other.pixelSums : pixelSums.merge(other.pixelSums),
                    digest.plus(other.digest),
                    null);
        }
    }

    /**
     * Finds what was read again for a task and is not what it was when all was read first.
     *
     * @param first the digests of the shards, in their order
     */
    @SuppressWarnings("ArrayRecordComponent") // a few bytes a shard, sent with each job
    private record Unchanged(String uri, DataDigest[] first) implements Function<Portion, Portion> {

        @Override
        public Portion call(Portion portion) {
            if (portion.defect() != null) {
                return Portion.defective(DataException.changed(uri, portion.defect()));
            }
            boolean same = portion.digest().equals(first[portion.images().id()]);
            return same ? portion : Portion.defective(DataException.changed(uri, "read again, it has other content"));
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
        return load(spark, data.idx(), data.stamps(), sharding, shards);
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
        return load(spark, data.idx(), data.stamps(), blocks, evaluationTasks(spark, count));
    }

    static int evaluationTasks(JavaSparkContext spark, int blocks) {
        int tasks = Math.max(spark.defaultParallelism(), (blocks + MOST_BLOCKS_TOGETHER - 1) / MOST_BLOCKS_TOGETHER);
        return Math.min(tasks, blocks);
    }

    /**
     * Like {@link #forEvaluation} without labels; those in the shards are 0.
     *
     * @throws DataException if the file's content is damaged
     */
    static ShardedImages forPrediction(JavaSparkContext spark, IdxFile images) {
        List<FileStamp> stamps;
        try {
            stamps = List.of(FileStamp.of(images.uri(), spark.hadoopConfiguration()));
        } catch (IOException e) {
            throw DataException.changed(images.uri(), "cannot be read any more: " + e.getMessage());
        }
        return load(spark, new IdxFiles(images, null), stamps, EVALUATION, EVALUATION.shards(images.count()));
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

    private static ShardedImages load(
            JavaSparkContext spark, IdxFiles files, List<FileStamp> stamps, Sharding sharding, int partitions) {
        int count = files.images().count();
        requireFits(files.images(), sharding.shards(count));
        var ranges = ranges(files.images(), spark.defaultParallelism());
        var hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
        var parts = spark.parallelize(ranges, ranges.size())
                .flatMapToPair(range -> new PortionReader(files, range[0], range[1], sharding, hadoop.value()));
        return packed(spark, files.images().uri(), stamps, parts, files.shape(), count, sharding, partitions);
    }

    /**
     * Brings the parts of shards together and caches them.
     *
     * @param name for messages
     * @param stamps of the files, from before anything was read of them
     * @param parts with the numbers of their shards
     * @param count of the records that the sharding assigns
     */
    static ShardedImages packed(
            JavaSparkContext spark,
            String name,
            List<FileStamp> stamps,
            JavaPairRDD<Integer, Portion> parts,
            ImageShape image,
            int count,
            Sharding sharding,
            int partitions) {
        var partitioner = new ShardPartitioner(sharding.shards(count), partitions);
        // Without the partitioner: a union would put the partitions of data sets that have the same one together.
        var portions = parts.mapValues(Portion::packed)
                .partitionBy(partitioner)
                .mapValues(Portion::unpacked)
                .mapPartitionsWithIndex(
                        (partition, arriving) -> Assembly.of(partitioner.shards(partition), image, arriving), false);
        int[] shardOf = sharding.assign(count);
        var records = IntStream.range(0, count)
                .filter(record -> shardOf[record] != Sharding.NONE)
                .toArray();
        return cached(spark, name, stamps, records, portions);
    }

    /** @param stamps of the files, from before anything was read of them */
    private static ShardedImages cached(
            JavaSparkContext spark, String uri, List<FileStamp> stamps, int[] records, JavaRDD<Portion> shards) {
        var stored = shards.map(Portion::packed)
                .setName("shards of " + DataException.withoutUserInfo(uri))
                .persist(StorageLevel.MEMORY_AND_DISK());
        spark.sc().setJobDescription("read " + DataException.withoutUserInfo(uri));
        try {
            var summaries =
                    stored.map(portion -> JavaBytes.of(Summary.of(Portion.unpacked(portion)))).collect().stream()
                            .map(summary -> JavaBytes.read(summary, Summary.class))
                            .toList();
            stamps.forEach(stamp -> stamp.requireSame(spark.hadoopConfiguration()));
            return of(uri, stored, summaries, records);
        } catch (Exception e) { // not only runtime exceptions: Spark declares none of its checked ones
            stored.unpersist(false);
            stamps.forEach(stamp -> stamp.requireSame(spark.hadoopConfiguration())); // else that is why
            throw e;
        }
    }

    private static ShardedImages of(
            String uri, JavaRDD<@Nullable Object[]> stored, List<Summary> summaries, int[] records) {
        var whole = Summary.NONE;
        for (var summary : summaries) {
            if (summary.defect != null) {
                throw new DataException(summary.defect);
            }
            whole = whole.merge(summary);
        }
        if (whole.images != records.length || whole.pixelSums == null) {
            throw new IllegalStateException(
                    "expected " + records.length + " images in the shards but found " + whole.images);
        }
        var digests = summaries.stream().map(Summary::digest).toArray(DataDigest[]::new);
        return new ShardedImages(
                stored.map(Portion::unpacked).map(new Unchanged(uri, digests)),
                stored,
                summaries.stream().map(Summary::images).toList(),
                whole.pixelSums,
                RecordChecksum.of(Arrays.stream(records)),
                whole.digest);
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

    /**
     * First and end of each: one for gzip, which can only be read from its beginning; else as many as there are tasks
     * at a time.
     */
    private static List<int[]> ranges(IdxFile file, int parallelism) {
        long bytes = (long) file.count() * file.recordBytes();
        int count = file.gzip() ? 1 : (int) Math.min(parallelism, bytes / RANGE_BYTES + 1);
        var ranges = new ArrayList<int[]>();
        for (int i = 0; i < count; i++) {
            int first = (int) ((long) file.count() * i / count);
            int end = (int) ((long) file.count() * (i + 1) / count);
            ranges.add(new int[] {first, end});
        }
        return ranges;
    }
}
