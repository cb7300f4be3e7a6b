package io.convoy.spark.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.convoy.trainer.network.ImageShape;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A column of images in Parquet files: one file, or a folder and all below it. The files count in the order of their
 * paths. A column is either Spark's image struct (height, width, nChannels and data: rows of grey bytes, or of blue,
 * green, red and alpha) or binary: the unsigned bytes {@code [channels][height][width]} of the shape.
 */
public record ParquetImages(String uri, ImageShape shape, Columns columns) implements ImageSource {

    static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    static final String ENDING = ".parquet";

    private static final Set<DataType> ID_TYPES = Set.of(
            DataTypes.StringType, DataTypes.LongType, DataTypes.IntegerType, DataTypes.ShortType, DataTypes.ByteType);

    /**
     * Names of columns; those of fields in a struct have dots between them.
     *
     * @param id empty where the images' places are their ids
     */
    public record Columns(String image, Optional<String> id) {}

    @Override
    public DataType idType(SparkSession spark) {
        return columns.id
                .map(id -> typed(table(spark).schema(), id))
                .map(found -> found.type)
                .orElse(DataTypes.LongType);
    }

    @Override
    public JavaRDD<ImageBatch> batches(SparkSession spark) {
        var table = table(spark);
        var places = new HashMap<String, Integer>();
        Arrays.stream(table.inputFiles())
                .map(ParquetImages::path)
                .sorted()
                .forEach(file -> places.put(file, places.size()));
        var image = typed(table.schema(), columns.image);
        var selected = new ArrayList<Column>();
        selected.add(table.metadataColumn("_metadata").getField("file_path"));
        selected.add(table.metadataColumn("_metadata").getField("row_index"));
        selected.add(
                columns.id.map(id -> id(table.schema(), id)).orElse(lit("")).cast(DataTypes.StringType));
        boolean raw = image.type.equals(DataTypes.BinaryType);
        if (raw) {
            selected.add(image.column);
        } else {
            requireImage(image.type);
            for (var field : List.of("data", "height", "width", "nChannels")) {
                selected.add(image.column.getField(field));
            }
        }
        var reader = new ImageRows(shape, places, columns.id.isPresent(), raw);
        return table.select(selected.toArray(Column[]::new)).javaRDD().mapPartitions(reader::batches);
    }

    /** Spark writes the URI of a file in several ways. */
    static String path(String uri) {
        return URI.create(uri).getPath();
    }

    private Dataset<Row> table(SparkSession spark) {
        try {
            return spark.read()
                    .option("recursiveFileLookup", true)
                    .option("ignoreCorruptFiles", false)
                    .option("ignoreMissingFiles", false)
                    .parquet(uri);
        } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare
            throw new DataException(uri, "cannot be read as Parquet: " + firstLine(e) + "; write it again", e);
        }
    }

    static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
    }

    /** A column and its type. */
    private record Typed(Column column, DataType type) {}

    private Typed typed(StructType schema, String name) {
        var fields = List.of(schema.fieldNames());
        if (fields.contains(name)) {
            return new Typed(
                    col('`' + name.replace("`", "``") + '`'), schema.apply(name).dataType());
        }
        int dot = name.indexOf('.');
        if (dot > 0
                && fields.contains(name.substring(0, dot))
                && schema.apply(name.substring(0, dot)).dataType() instanceof StructType inner) {
            var rest = name.substring(dot + 1);
            if (List.of(inner.fieldNames()).contains(rest)) {
                var outer = typed(schema, name.substring(0, dot));
                return new Typed(outer.column.getField(rest), inner.apply(rest).dataType());
            }
        }
        throw new DataException(
                uri, "has no column '" + name + "'; name one of its columns: " + String.join(", ", fields));
    }

    private Column id(StructType schema, String name) {
        var id = typed(schema, name);
        if (!ID_TYPES.contains(id.type)) {
            throw new DataException(
                    uri,
                    "its column '" + name + "' is of type " + id.type.sql()
                            + " where ids are strings or whole numbers; name another column");
        }
        return id.column;
    }

    private void requireImage(DataType type) {
        var needed = List.of("data BINARY", "height INT", "nChannels INT", "width INT");
        if (type instanceof StructType struct) {
            var found = Arrays.stream(struct.fields())
                    .map(field -> field.name() + ' ' + field.dataType().sql())
                    .collect(Collectors.toSet());
            if (found.containsAll(needed)) {
                return;
            }
        }
        throw new DataException(
                uri,
                "its column '" + columns.image + "' is of type " + type.sql() + " where BINARY or Spark's image ("
                        + String.join(", ", needed) + ") is expected; name another column");
    }
}
