package io.convoy.spark.ml;

import io.convoy.spark.data.ImageColumn;
import io.convoy.spark.data.TableImages;
import io.convoy.trainer.network.ImageShape;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that estimator and model both know. A Param is its parent and its name, so it is made when asked for. */
public interface ConvoyColumns extends Params {

    Pattern SHAPE = Pattern.compile("(\\d{1,5})[x×](\\d{1,5})[x×](\\d{1,5})");

    default Param<String> imageCol() {
        return new Param<>(
                this,
                "imageCol",
                "column of images: Spark's image struct, encoded bytes (PNG or JPEG, also in a struct's field bytes),"
                        + " or pixels as bytes");
    }

    default Param<String> featuresCol() {
        return new Param<>(
                this,
                "featuresCol",
                "column of pixels from 0 to 255, [channels][height][width], as an array or a Vector; with imageShape");
    }

    default Param<String> predictionCol() {
        return new Param<>(this, "predictionCol", "column for the predicted label, a double; empty for none");
    }

    default Param<String> probabilityCol() {
        return new Param<>(this, "probabilityCol", "column for the probabilities, a Vector; empty for none");
    }

    default Param<String> rawPredictionCol() {
        return new Param<>(this, "rawPredictionCol", "column for the logits, a Vector; empty for none");
    }

    default Param<String> predictedLabelCol() {
        return new Param<>(
                this, "predictedLabelCol", "column for the name of the predicted label, a string; empty for none");
    }

    /** Gives the columns the names that Spark ML has for them. */
    default void setDefaultColumns() {
        setDefault(imageCol(), "image");
        setDefault(featuresCol(), "features");
        setDefault(predictionCol(), "prediction");
        setDefault(probabilityCol(), "probability");
        setDefault(rawPredictionCol(), "rawPrediction");
        setDefault(predictedLabelCol(), "predictedLabel");
    }

    /** A column of images, and how it is selected so that an {@link ImageColumn} reads it. */
    record Input(Column column, ImageColumn images) {

        static Input of(String name, DataType type) {
            if (type.equals(SQLDataTypes.VectorType())) {
                return new Input(
                        functions.vector_to_array(TableImages.named(name), "float64"),
                        ImageColumn.of(name, DataTypes.createArrayType(DataTypes.DoubleType)));
            }
            return new Input(TableImages.named(name), ImageColumn.of(name, type));
        }
    }

    /**
     * The column of images: the one that was chosen, else the one that is there.
     *
     * @throws IllegalArgumentException if there is none, or both were chosen
     */
    default Input input(StructType schema) {
        if (isSet(imageCol()) && isSet(featuresCol())) {
            throw new IllegalArgumentException("both imageCol and featuresCol are set; set one of them");
        }
        boolean features = isSet(featuresCol())
                || (!isSet(imageCol())
                        && !names(schema).contains(getOrDefault(imageCol()))
                        && names(schema).contains(getOrDefault(featuresCol())));
        var column = features ? featuresCol() : imageCol();
        var name = getOrDefault(column);
        return Input.of(name, field(schema, column, name).dataType());
    }

    /** @throws IllegalArgumentException if the schema has no such column */
    static StructField field(StructType schema, Param<String> param, String name) {
        if (!names(schema).contains(name)) {
            throw new IllegalArgumentException("%s '%s' is no column of the table; it has %s"
                    .formatted(param.name(), name, String.join(", ", names(schema))));
        }
        return schema.apply(name);
    }

    /**
     * What {@code transform} adds to a table.
     *
     * @throws IllegalArgumentException if a column of that name is there already
     */
    default StructType withPredictions(StructType schema) {
        var result = schema;
        for (var added : List.of(
                new Added(rawPredictionCol(), SQLDataTypes.VectorType()),
                new Added(probabilityCol(), SQLDataTypes.VectorType()),
                new Added(predictionCol(), DataTypes.DoubleType),
                new Added(predictedLabelCol(), DataTypes.StringType))) {
            var name = getOrDefault(added.param);
            if (name.isEmpty()) {
                continue;
            }
            if (names(result).contains(name)) {
                throw new IllegalArgumentException(
                        "%s '%s' is a column of the table already; choose another name, or drop it"
                                .formatted(added.param.name(), name));
            }
            result = result.add(new StructField(name, added.type, false, Metadata.empty()));
        }
        return result;
    }

    record Added(Param<String> param, DataType type) {}

    private static List<String> names(StructType schema) {
        return Arrays.asList(schema.fieldNames());
    }

    /**
     * @param text such as {@code 1x28x28}
     * @throws IllegalArgumentException if it is none
     */
    static ImageShape shape(String text) {
        var matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "imageShape '" + text + "' is no shape; give channels x height x width, such as 1x28x28");
        }
        return new ImageShape(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
    }
}
