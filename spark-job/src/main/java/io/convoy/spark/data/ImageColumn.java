package io.convoy.spark.data;

import io.convoy.trainer.network.ImageShape;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table whose values are images: Spark's image struct (height, width, nChannels and data), a struct with
 * an encoded image in its field {@code bytes} as Hugging Face has it, bytes of an encoded image (PNG or JPEG), or the
 * pixels themselves, as bytes or as an array of numbers from 0 to 255, {@code [channels][height][width]}.
 *
 * @param name for messages
 */
public record ImageColumn(String name, Kind kind) implements Serializable {

    /** How the images are kept. */
    public enum Kind {
        SPARK_IMAGE,
        BYTES_IN_STRUCT,
        BYTES,
        NUMBERS
    }

    private static final List<String> SPARK_IMAGE = List.of("data BINARY", "height INT", "nChannels INT", "width INT");

    /** @throws IllegalArgumentException if the column's type is none of those */
    public static ImageColumn of(String name, DataType type) {
        if (type instanceof BinaryType) {
            return new ImageColumn(name, Kind.BYTES);
        }
        if (type instanceof ArrayType array && array.elementType() instanceof NumericType) {
            return new ImageColumn(name, Kind.NUMBERS);
        }
        if (type instanceof StructType struct) {
            var fields = Arrays.stream(struct.fields())
                    .map(field -> field.name() + ' ' + field.dataType().sql())
                    .collect(Collectors.toSet());
            if (fields.containsAll(SPARK_IMAGE)) {
                return new ImageColumn(name, Kind.SPARK_IMAGE);
            }
            if (fields.contains("bytes BINARY")) {
                return new ImageColumn(name, Kind.BYTES_IN_STRUCT);
            }
        }
        throw new IllegalArgumentException("column '" + name + "' is of type " + type.sql()
                + " where BINARY, a struct with 'bytes BINARY', an array of numbers or Spark's image ("
                + String.join(", ", SPARK_IMAGE) + ") is expected; name another column");
    }

    /**
     * The image in a row as unsigned bytes {@code [channels][height][width]} of a shape, scaled to it where its own
     * size is told.
     *
     * @param row has the image in its field {@code field}
     * @param where what to call the row in messages
     * @throws DataException if there is none, or it cannot be used
     */
    public byte[] pixels(Row row, int field, String where, ImageShape shape) {
        if (row.isNullAt(field)) {
            throw new DataException(where, "has no image; fill it or leave the row out");
        }
        return switch (kind) {
            case SPARK_IMAGE -> sparkImage(row.getStruct(field), where, shape);
            case BYTES_IN_STRUCT -> bytes(row.getStruct(field).getAs("bytes"), where, shape);
            case BYTES -> bytes(row.getAs(field), where, shape);
            case NUMBERS -> numbers(row.getList(field), where, shape);
        };
    }

    /**
     * The size of an image as the network's input: one channel where it is grey, else three.
     *
     * @throws IllegalArgumentException if the image does not tell its own
     * @throws DataException if it cannot be read
     */
    ImageShape shape(Row row, int field) {
        var where = "the first row";
        if (row.isNullAt(field)) {
            throw new DataException(where, "has no image; fill it or leave the row out");
        }
        return switch (kind) {
            case SPARK_IMAGE -> {
                var image = row.getStruct(field);
                int channels = image.<Integer>getAs("nChannels") == 1 ? 1 : 3;
                yield new ImageShape(channels, image.<Integer>getAs("height"), image.<Integer>getAs("width"));
            }
            case BYTES_IN_STRUCT -> encodedShape(row.getStruct(field).getAs("bytes"), where);
            case BYTES -> encodedShape(row.getAs(field), where);
            case NUMBERS ->
                throw new IllegalArgumentException("column '" + name
                        + "' does not tell the images' shape; give it by imageShape, such as 1x28x28");
        };
    }

    private ImageShape encodedShape(byte @Nullable [] data, String where) {
        byte[] there = there(data, where);
        if (!EncodedImage.isPng(there) && !EncodedImage.isJpeg(there)) {
            throw new IllegalArgumentException(
                    "column '" + name + "' holds neither PNG nor JPEG, so that the shape of its"
                            + " pixels must be told; give it by imageShape, such as 1x28x28");
        }
        var image = EncodedImage.of(where, there);
        return new ImageShape(image.channels() < 3 ? 1 : 3, image.height(), image.width());
    }

    private static byte[] sparkImage(Row image, String where, ImageShape shape) {
        Integer height = image.getAs("height");
        Integer width = image.getAs("width");
        Integer channels = image.getAs("nChannels");
        byte[] data = image.getAs("data");
        if (height == null || width == null || channels == null || data == null) {
            throw new DataException(where, "has no height, width, channels or data; fill them or leave the row out");
        }
        return ImageFile.read(where, height, width, channels, data, shape);
    }

    private static byte[] bytes(byte @Nullable [] data, String where, ImageShape shape) {
        byte[] there = there(data, where);
        boolean fits = there.length == shape.size();
        if (EncodedImage.isPng(there) || (EncodedImage.isJpeg(there) && (!fits || EncodedImage.endsAsJpeg(there)))) {
            return ImageFile.read(where, there, shape);
        }
        if (!fits) {
            throw new DataException(
                    where,
                    "its image has " + there.length + " bytes, neither PNG nor JPEG, where the model takes "
                            + shape.size() + " (" + shape + "); name images of that size");
        }
        return there;
    }

    private static byte[] there(byte @Nullable [] data, String where) {
        if (data == null) {
            throw new DataException(where, "has no image; fill it or leave the row out");
        }
        return data;
    }

    private byte[] numbers(List<?> values, String where, ImageShape shape) {
        if (values.size() != shape.size()) {
            throw new DataException(
                    where,
                    "has " + values.size() + " numbers in column '" + name + "' where " + shape + " takes "
                            + shape.size() + "; give as many, or another imageShape");
        }
        var pixels = new byte[shape.size()];
        for (int i = 0; i < pixels.length; i++) {
            double value = values.get(i) instanceof Number number ? number.doubleValue() : Double.NaN;
            if (value != (int) value || value < 0 || value > 255) {
                throw new DataException(
                        where,
                        "has " + values.get(i) + " as number " + i + " in column '" + name
                                + "' where pixels are whole numbers from 0 to 255; scale the column to them");
            }
            pixels[i] = (byte) value;
        }
        return pixels;
    }
}
