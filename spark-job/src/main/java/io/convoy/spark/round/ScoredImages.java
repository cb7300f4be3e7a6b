package io.convoy.spark.round;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.DataException;
import io.convoy.spark.data.ImageBatch;
import io.convoy.spark.data.JavaBytes;
import io.convoy.trainer.model.Model;
import io.convoy.trainer.program.InferenceProgram;
import io.convoy.trainer.training.Evaluator;
import io.convoy.trainer.training.Predictions;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.Tuple3;

/**
 * What a model sees in the images of a data set, in Spark's storage until it is closed. The images themselves are read
 * once and not kept.
 */
public final class ScoredImages implements AutoCloseable {

    /** The predictions of an {@link ImageBatch}. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Scored(
            int file,
            long first,
            int places,
            int[] offsets,
            Predictions predictions,
            String @Nullable [] ids,
            String[] bad,
            @Nullable String defect)
            implements Serializable {

        int size() {
            return predictions.labels().length;
        }

        Extent extent(int mostNamed) {
            return new Extent(
                    file, first, places, bad.length, Arrays.copyOf(bad, Math.min(bad.length, mostNamed)), defect);
        }

        /**
         * Each image by its place in the data set: id, label and probability.
         *
         * @throws DataException if the images had to be read again and can no longer be used
         */
        Iterator<Tuple2<Long, Tuple3<String, Integer, Float>>> images(long[] firstOfFile) {
            if (defect != null) {
                throw new DataException(defect);
            }
            return IntStream.range(0, size())
                    .mapToObj(i -> {
                        long record = firstOfFile[file] + first + offsets[i];
                        var id = ids == null ? null : ids[i];
                        return new Tuple2<>(
                                record,
                                new Tuple3<>(
                                        id, predictions.labels()[i], predictions.probabilities()[i]));
                    })
                    .iterator();
        }
    }

    /**
     * Where a batch stands.
     *
     * @param named as many of the bad images as may have to be told
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Extent(
            int file,
            long first,
            int places,
            int bad,
            String[] named,
            @Nullable String defect) implements Serializable {}

    /** Of each batch, in the bytes of {@link JavaBytes}. */
    private final JavaRDD<byte[]> batches;

    private final Broadcast<float[]> weights;
    private final Broadcast<byte[]> source;
    private long[] firstOfFile = {0};
    private List<String> bad = List.of();

    private ScoredImages(JavaRDD<byte[]> batches, Broadcast<byte[]> source, Broadcast<float[]> weights) {
        this.batches = batches;
        this.source = source;
        this.weights = weights;
    }

    /**
     * Computes on the cluster: the same classes that {@link DistributedEvaluation} counts.
     *
     * @param mostBad so many images that cannot be used are left out
     * @throws DataException if there are more of them, or a file cannot be read: the first one in the data set's order
     *     that was met
     * @throws IllegalArgumentException if the images do not fit the network
     */
    public static ScoredImages of(
            JavaSparkContext spark, Model model, KernelChoice kernels, JavaRDD<ImageBatch> images, int mostBad) {
        var source = spark.broadcast(JavaBytes.of(DistributedEvaluation.program(model, kernels)));
        var weights = spark.broadcast(model.parameters());
        var batches = images.map(batch -> {
                    var programs = Programs.of(source);
                    return programs.use(
                            programs.source().evaluationProgram(),
                            program -> JavaBytes.of(scored(program, weights, batch)));
                })
                .setName("predictions")
                .persist(StorageLevel.MEMORY_AND_DISK());
        var scored = new ScoredImages(batches, source, weights);
        boolean whole = false;
        try {
            var extents = JobScope.run(spark, scope -> {
                scope.describe("predict", "predict");
                return batches
                        .map(batch ->
                                JavaBytes.of(JavaBytes.read(batch, Scored.class).extent(Math.max(1, mostBad))))
                        .collect()
                        .stream()
                        .map(extent -> JavaBytes.read(extent, Extent.class))
                        .toList();
            });
            scored.count(extents, mostBad);
            whole = true;
            return scored;
        } finally {
            if (!whole) {
                scored.close();
            }
        }
    }

    private static Scored scored(InferenceProgram program, Broadcast<float[]> weights, ImageBatch batch) {
        var predictions = new Evaluator(program, ShardJob::requireWanted).predict(weights.value(), batch.images());
        return new Scored(
                batch.file(),
                batch.first(),
                batch.places(),
                batch.images().records(),
                predictions,
                batch.ids(),
                batch.bad().toArray(String[]::new),
                batch.defect());
    }

    private void count(List<Extent> extents, int mostBad) {
        var inOrder = extents.stream()
                .sorted(Comparator.comparingInt(Extent::file).thenComparingLong(Extent::first))
                .toList();
        firstOfFile = firstOfFile(inOrder);
        bad = inOrder.stream().flatMap(extent -> Stream.of(extent.named)).toList();
        long count = inOrder.stream().mapToLong(Extent::bad).sum();
        if (count > mostBad) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s (%,d of %,d images cannot be used where %,d may be; --max-bad %d leaves them out)",
                    bad.get(0),
                    count,
                    places(),
                    mostBad,
                    count));
        }
    }

    /**
     * The place of each file's first image in the data set, and last the number of all images: the batches of a file
     * must follow each other without a gap.
     */
    private static long[] firstOfFile(List<Extent> inOrder) {
        int files = inOrder.isEmpty() ? 0 : inOrder.get(inOrder.size() - 1).file + 1;
        var sizes = new long[files + 1];
        for (var extent : inOrder) {
            if (extent.defect != null) {
                throw new DataException(extent.defect);
            }
            if (extent.first != sizes[extent.file]) {
                throw new IllegalStateException("expected image " + sizes[extent.file] + " of file " + extent.file
                        + " but found image " + extent.first);
            }
            sizes[extent.file] += extent.places;
        }
        var first = new long[files + 1];
        for (int file = 0; file < files; file++) {
            first[file + 1] = first[file] + sizes[file];
        }
        return first;
    }

    /** How many there are. */
    public long size() {
        return places() - bad.size();
    }

    /** Why images were left out, one line each, in the order of the data set. */
    public List<String> bad() {
        return bad;
    }

    /** Of the images, those among them that were left out. */
    private long places() {
        return firstOfFile[firstOfFile.length - 1];
    }

    /** All of them in the order of the data set, so many a partition, however many partitions they came in. */
    public JavaRDD<ScoredImage> inOrder(int imagesOfPartition) {
        return rows(imagesOfPartition).map(ScoredImages::image);
    }

    /** The same on the driver, which holds so many at a time. */
    public Iterator<ScoredImage> iterator(int imagesAtATime) {
        var rows = rows(imagesAtATime).toLocalIterator();
        return new Iterator<>() {

            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public ScoredImage next() {
                return image(rows.next());
            }
        };
    }

    private static ScoredImage image(Tuple2<Long, Tuple3<String, Integer, Float>> row) {
        return new ScoredImage(row._1(), row._2()._1(), row._2()._2(), row._2()._3());
    }

    /** In tuples, which Spark's serializers know. */
    private JavaRDD<Tuple2<Long, Tuple3<String, Integer, Float>>> rows(int imagesOfPartition) {
        var first = firstOfFile;
        int partitions = Math.toIntExact((places() + imagesOfPartition - 1) / imagesOfPartition);
        return batches.flatMapToPair(
                        batch -> JavaBytes.read(batch, Scored.class).images(first))
                .repartitionAndSortWithinPartitions(new Blocks(partitions, imagesOfPartition))
                .map(row -> row);
    }

    @Override
    public void close() {
        batches.unpersist(false);
        weights.destroy();
        source.destroy();
    }

    /** Consecutive records together. */
    private static final class Blocks extends Partitioner {

        private static final long serialVersionUID = 1;

        private final int blocks;
        private final int size;

        Blocks(int blocks, int size) {
            this.blocks = blocks;
            this.size = size;
        }

        @Override
        public int numPartitions() {
            return blocks;
        }

        @Override
        public int getPartition(Object record) {
            return (int) ((Long) record / size);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Blocks that && that.blocks == blocks && that.size == size;
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(new int[] {blocks, size});
        }
    }
}
