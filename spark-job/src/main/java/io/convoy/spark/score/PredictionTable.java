package io.convoy.spark.score;

import io.convoy.spark.round.ScoredImage;
import io.convoy.spark.round.ScoredImages;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Predictions row by row, in the order of the images.
 *
 * @param idType the type of the column {@code image}
 * @param rowsOfPart rows of each file of a Parquet table, and of what the driver holds at a time for lines
 */
public record PredictionTable(List<String> classNames, DataType idType, ScoredImages scored, int rowsOfPart) {

    public static final int ROWS_OF_PART = 250_000;

    /** @param image its id */
    public record Row(Object image, int label, String name, float probability) {}

    public Stream<Row> rows() {
        boolean text = idType.equals(DataTypes.StringType);
        Iterator<ScoredImage> inOrder = scored.iterator(rowsOfPart);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(inOrder, Spliterator.ORDERED), false)
                .map(image ->
                        new Row(id(image, text), image.label(), classNames.get(image.label()), image.probability()));
    }

    public Stream<String> lines(LineFormat format) {
        return Stream.concat(format.header(), rows().map(format::line));
    }

    /** The executors write it; the driver sees no row. */
    public void writeParquet(SparkSession spark, Path folder) {
        boolean text = idType.equals(DataTypes.StringType);
        var names = List.copyOf(classNames);
        var rows = scored.inOrder(rowsOfPart)
                .map(image -> RowFactory.create(
                        id(image, text), image.label(), names.get(image.label()), image.probability()));
        var schema = new StructType()
                .add("image", text ? DataTypes.StringType : DataTypes.LongType)
                .add("label", DataTypes.IntegerType)
                .add("name", DataTypes.StringType)
                .add("probability", DataTypes.FloatType);
        spark.sparkContext().setJobDescription("write the predictions");
        spark.createDataFrame(rows, schema)
                .withColumn("image", functions.col("image").cast(idType))
                .write()
                .parquet(folder.toString());
    }

    private static Object id(ScoredImage scored, boolean text) {
        var id = scored.id();
        if (id == null) {
            return scored.record();
        }
        return text ? id : (Object) Long.valueOf(id);
    }
}
