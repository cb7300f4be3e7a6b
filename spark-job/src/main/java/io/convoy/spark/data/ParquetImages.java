package io.convoy.spark.data;

import static org.apache.spark.sql.functions.lit;

import io.convoy.trainer.network.ImageShape;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A column of images in Parquet files: one file, or a folder and all below it. The files count in the order of their
 * paths.
 *
 * @param uri as it was named
 * @param files their paths, in order
 */
public record ParquetImages(String uri, List<String> files, ImageShape shape, Columns columns) implements ImageSource {

    static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    static final String ENDING = ".parquet";

    private static final Pattern PATTERN = Pattern.compile("[\\[\\]{}?*\\\\]");

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
        for (var file : files) {
            places.put(new Path(file).toUri().getPath(), places.size());
        }
        var image = typed(table.schema(), columns.image);
        var selected = new ArrayList<Column>();
        selected.add(table.metadataColumn("_metadata").getField("file_path"));
        selected.add(table.metadataColumn("_metadata").getField("row_index"));
        selected.add(
                columns.id.map(id -> id(table.schema(), id)).orElse(lit("")).cast(DataTypes.StringType));
        selected.add(image.column);
        var reader = new ImageRows(shape, places, columns.id.isPresent(), images(image.type));
        return table.select(selected.toArray(Column[]::new)).javaRDD().mapPartitions(reader::batches);
    }

    private ImageColumn images(DataType type) {
        try {
            return ImageColumn.of(columns.image, type);
        } catch (IllegalArgumentException e) {
            throw new DataException(uri, "its " + e.getMessage());
        }
    }

    static boolean isNamedSo(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(ENDING);
    }

    /** Spark writes the URI of a file in several ways. */
    static String path(String uri) {
        return URI.create(uri).getPath();
    }

    private Dataset<Row> table(SparkSession spark) {
        var paths = files.stream().map(ParquetImages::literally).toArray(String[]::new);
        ParquetFooters.requireSound(files, new JavaSparkContext(spark.sparkContext()));
        try {
            return spark.read()
                    .option("recursiveFileLookup", true)
                    .option("ignoreCorruptFiles", false)
                    .option("ignoreMissingFiles", false)
                    .options(ParquetFooters.RAW_LOCAL_FILES)
                    .parquet(paths);
        } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare
            if (!ParquetFailure.blamesFile(e)) {
                throw e;
            }
            throw new DataException(
                    uri, "cannot be read as Parquet: " + ParquetFailure.firstLine(e) + "; write it again", e);
        }
    }

    /** The path as a pattern that only it matches: Spark takes each path for one. */
    private static String literally(String file) {
        var pattern = PATTERN.matcher(file).replaceAll("\\\\$0");
        if (!pattern.equals(file) && new Path(file).toUri().getPath().indexOf(':') >= 0) {
            throw new DataException(
                    file, "its path holds a colon and one of []{}?*\\, which Spark cannot read together; rename it");
        }
        if (InputFiles.isHidden(new Path(file).getName())) {
            throw new DataException(file, "has a name that Spark takes for hidden; rename it");
        }
        return pattern;
    }

    /** A column and its type. */
    private record Typed(Column column, DataType type) {}

    private Typed typed(StructType schema, String name) {
        var fields = List.of(schema.fieldNames());
        if (fields.contains(name)) {
            return new Typed(TableImages.named(name), schema.apply(name).dataType());
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
}
