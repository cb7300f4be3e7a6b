package io.convoy.spark.data;

import io.convoy.trainer.network.ImageShape;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StringType;
import org.jspecify.annotations.Nullable;

/**
 * Labelled images in a DataFrame. Its rows count in their order, partition by partition. They are read twice, for their
 * labels and for all: what is expensive to compute is worth caching.
 */
public final class TableImages implements LabelledData {

    static final int LABEL = 0;
    static final int IMAGE = 1;

    static final String NAME = "the table";

    private final JavaRDD<Row> rows;
    private final ImageColumn images;
    private final ImageShape shape;
    private final Labels labels;

    /** The index of each partition's first row, and last the number of all. */
    private final int[] firsts;

    private final int[] labelCounts;

    private TableImages(JavaRDD<Row> rows, ImageColumn images, ImageShape shape, Labels labels, List<Counts> counts) {
        this.rows = rows;
        this.images = images;
        this.shape = shape;
        this.labels = labels;
        firsts = new int[counts.size() + 1];
        labelCounts = new int[labels.classNames().size()];
        for (int part = 0; part < counts.size(); part++) {
            firsts[part + 1] = Math.addExact(firsts[part], counts.get(part).rows());
            counts.get(part).ofValues.forEach((value, count) -> labelCounts[labels.number(value)] += count);
        }
    }

    /** How often each label stands in a partition. */
    private record Counts(
            Map<String, Integer> ofValues, @Nullable String defect) implements Serializable {

        static Counts of(int part, Iterator<Row> rows, String column) {
            var counts = new TreeMap<String, Integer>();
            try {
                for (long i = 0; rows.hasNext(); i++) {
                    counts.merge(Labels.text(rows.next().get(LABEL), column, where(part, i)), 1, Integer::sum);
                }
                return new Counts(counts, null);
            } catch (DataException e) {
                return new Counts(Map.of(), e.getMessage());
            }
        }

        int rows() {
            return ofValues.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /**
     * Reads the labels.
     *
     * @param image what {@code images} reads
     * @param label the name of a column of whole numbers from 0, or of words
     * @param shape to scale the images to; empty for that of the first one
     * @param classNames of the labels from 0 on; if there are none, the words in their order, or the numbers
     * @throws DataException if there are no rows, a label is missing or is none of the classes
     * @throws IllegalArgumentException if the images do not tell their shape
     */
    public static TableImages of(
            Dataset<?> table,
            Column image,
            ImageColumn images,
            String label,
            Optional<ImageShape> shape,
            List<String> classNames) {
        var rows = table.select(named(label), image).javaRDD();
        table.sparkSession().sparkContext().setJobDescription("read the labels of " + NAME);
        var counts = rows
                .mapPartitionsWithIndex(
                        (part, those) -> List.of(JavaBytes.of(Counts.of(part, those, label)))
                                .iterator(),
                        true)
                .collect()
                .stream()
                .map(bytes -> JavaBytes.read(bytes, Counts.class))
                .toList();
        var values = new TreeSet<String>();
        for (var part : counts) {
            if (part.defect != null) {
                throw new DataException(part.defect);
            }
            values.addAll(part.ofValues.keySet());
        }
        if (values.isEmpty()) {
            throw new DataException(NAME + " holds no rows to learn from; give at least one image");
        }
        boolean words = table.schema().apply(label).dataType() instanceof StringType;
        var labels = Labels.of(label, values, words, classNames);
        var found = shape.orElseGet(() -> images.shape(rows.first(), IMAGE));
        return new TableImages(rows, images, found, labels, counts);
    }

    /** The column of just that name, whatever signs it has. */
    public static Column named(String column) {
        return functions.col('`' + column.replace("`", "``") + '`');
    }

    public List<String> classNames() {
        return labels.classNames();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    @Override
    public int count() {
        return firsts[firsts.length - 1];
    }

    @Override
    public ShardedImages forTraining(JavaSparkContext spark, int shards, long seed, ValidationSplit split) {
        return packed(spark, new Sharding.Part(new Sharding.Random(shards, seed), split, false), shards);
    }

    @Override
    public ShardedImages forValidation(JavaSparkContext spark, ValidationSplit split) {
        return inBlocks(spark, new Sharding.Part(ShardedImages.EVALUATION, split, true));
    }

    @Override
    public ShardedImages forEvaluation(JavaSparkContext spark) {
        return inBlocks(spark, ShardedImages.EVALUATION);
    }

    @Override
    public Map<String, Object> fingerprint() {
        return Map.of("images", NAME, "count", count(), "labelCounts", labelCounts);
    }

    @Override
    public List<String> files() {
        return List.of();
    }

    private ShardedImages inBlocks(JavaSparkContext spark, Sharding blocks) {
        return packed(spark, blocks, ShardedImages.evaluationTasks(spark, blocks.shards(count())));
    }

    private ShardedImages packed(JavaSparkContext spark, Sharding sharding, int partitions) {
        var layout = new TableLayout(images, shape, labels, firsts, sharding);
        var parts = rows.mapPartitionsWithIndex((part, those) -> new TablePortions(layout, part, those), false)
                .mapToPair(part -> part);
        return ShardedImages.packed(spark, NAME, List.of(), parts, shape, count(), sharding, partitions);
    }

    static String where(int part, long row) {
        return NAME + ", partition " + part + ", row " + row;
    }
}
