package io.convoy.spark.data;

import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Packs rows of a table into batches of consecutive images. A row is the file's URI, its place in the file, its id, the
 * bytes of the image and, unless these are raw, height, width and channels.
 *
 * @param files the place of each file among all, by its path
 * @param named whether the ids are wanted
 * @param raw whether the bytes are those of the shape
 */
record ImageRows(ImageShape shape, Map<String, Integer> files, boolean named, boolean raw) implements Serializable {

    private static final int MOST_IMAGES = 2500;
    private static final int MOST_BYTES = 16 << 20;

    Iterator<ImageBatch> batches(Iterator<Row> rows) {
        return new Batches(rows);
    }

    private byte[] pixels(Row row) {
        var where = row.getString(0) + ", row " + row.getLong(1);
        if (row.isNullAt(3)) {
            throw new DataException(where, "has no image; fill it or leave the row out");
        }
        byte[] data = row.getAs(3);
        if (!raw) {
            return ImageFile.read(where, row.getInt(4), row.getInt(5), row.getInt(6), data, shape);
        }
        if (data.length != shape.size()) {
            throw new DataException(
                    where,
                    "its image has " + data.length + " bytes where the model takes " + shape.size() + " (" + shape
                            + "); name images of that size");
        }
        return data;
    }

    private String id(Row row) {
        if (row.isNullAt(2)) {
            throw new DataException(
                    row.getString(0) + ", row " + row.getLong(1), "has no id; fill it or name no column of ids");
        }
        return row.getString(2);
    }

    private final class Batches implements Iterator<ImageBatch> {

        private final Iterator<Row> rows;
        private final int capacity = Math.max(1, Math.min(MOST_IMAGES, MOST_BYTES / shape.size()));
        private final byte[] pixels = new byte[capacity * shape.size()];
        private final String[] ids = new String[capacity];
        /** Read, but not part of a batch yet. */
        private @Nullable Row row;

        /** Why the row cannot be used, or the next one not be read. No other comes after it. */
        private @Nullable String defect;

        private boolean ended;

        Batches(Iterator<Row> rows) {
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            return !ended && (fetch() || defect != null);
        }

        @Override
        public ImageBatch next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int file = 0;
            long first = 0;
            int size = 0;
            try {
                while (size < capacity && fetch()) {
                    var next = Objects.requireNonNull(row);
                    int place =
                            Objects.requireNonNull(files.get(ParquetImages.path(next.getString(0))), next.getString(0));
                    if (size == 0) {
                        file = place;
                        first = next.getLong(1);
                    } else if (place != file || next.getLong(1) != first + size) {
                        break;
                    }
                    System.arraycopy(pixels(next), 0, pixels, size * shape.size(), shape.size());
                    ids[size++] = named ? id(next) : "";
                    row = null;
                }
            } catch (DataException e) {
                defect = e.getMessage();
            }
            ended = defect != null;
            return batch(file, first, size, defect);
        }

        /** Whether there is a row. What a file system could not read is thrown, as Spark may try it again. */
        private boolean fetch() {
            if (row != null || defect != null) {
                return defect == null;
            }
            try {
                if (!rows.hasNext()) {
                    return false;
                }
                row = rows.next();
                return true;
            } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare
                if (Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                        .anyMatch(IOException.class::isInstance)) {
                    throw e;
                }
                defect = ParquetImages.firstLine(e) + "; write it again";
                return false;
            }
        }

        private ImageBatch batch(int file, long first, int size, @Nullable String defect) {
            var images = new Shard(0, shape, Arrays.copyOf(pixels, size * shape.size()), new byte[size], new int[size]);
            return new ImageBatch(file, first, images, named ? Arrays.copyOf(ids, size) : null, defect);
        }
    }
}
