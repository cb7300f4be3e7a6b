package io.convoy.spark.data;

import io.convoy.trainer.network.ImageShape;
import java.io.Serializable;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.spark.rdd.InputFileBlockHolder;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Packs rows of a table into batches of consecutive images. A row is the file's URI, its place in the file, its id and
 * the image.
 *
 * @param files the place of each file among all, by its path
 * @param named whether the ids are wanted
 */
record ImageRows(ImageShape shape, Map<String, Integer> files, boolean named, ImageColumn images)
        implements Serializable {

    private static final int MOST_IMAGES = 2500;
    private static final int MOST_BYTES = 16 << 20;

    Iterator<ImageBatch> batches(Iterator<Row> rows) {
        return new Batches(rows);
    }

    private byte[] pixels(Row row) {
        return images.pixels(row, 3, row.getString(0) + ", row " + row.getLong(1), shape);
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
        private final BatchPacker packer =
                new BatchPacker(shape, Math.max(1, Math.min(MOST_IMAGES, MOST_BYTES / shape.size())), named);

        /** Read, but not part of a batch yet. */
        private @Nullable Row row;

        /** Why the next row cannot be read. No other comes after it. */
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
            while (!packer.isFull() && fetch()) {
                var next = Objects.requireNonNull(row);
                int place = Objects.requireNonNull(files.get(ParquetImages.path(next.getString(0))), next.getString(0));
                if (packer.places() == 0) {
                    file = place;
                    first = next.getLong(1);
                } else if (place != file || next.getLong(1) != first + packer.places()) {
                    break;
                }
                packer.add(() -> pixels(next), () -> id(next));
                row = null;
            }
            ended = defect != null;
            return packer.pack(file, first, defect);
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
                if (!ParquetFailure.blamesFile(e)) {
                    throw e;
                }
                defect = ParquetFailure.firstLine(e) + "; write it again";
                return false;
            } catch (OutOfMemoryError
                    | StackOverflowError e) { // Parquet's reader takes the sizes that stand in the file
                defect = InputFileBlockHolder.getInputFilePath() + ": asks for more memory than there is ("
                        + e.getMessage()
                        + "); write it again or raise --executor-memory (local[…]: --driver-memory)";
                return false;
            }
        }
    }
}
