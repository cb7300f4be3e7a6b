package io.convoy.spark.ml;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.ImageColumn;
import io.convoy.spark.round.Scorer;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.model.Model;
import io.convoy.trainer.training.Ratings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Adds predictions to rows, some hundreds at a time.
 *
 * @param columns of the result that come from the row; the image stands behind them
 */
record RowScoring(Model model, KernelChoice kernels, ImageColumn images, int columns, List<Kind> added)
        implements MapPartitionsFunction<Row, Row> {

    private static final int MOST_ROWS = 512;
    private static final int MOST_BYTES = 16 << 20;

    /** What a column tells of an image. */
    enum Kind {
        LOGITS,
        PROBABILITIES,
        LABEL,
        NAME
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new Scored(rows, new Scorer(model, kernels));
    }

    private final class Scored implements Iterator<Row> {

        private final Iterator<Row> rows;
        private final Scorer scorer;
        private final int most;
        private Iterator<Row> ready = List.<Row>of().iterator();
        private long read;

        Scored(Iterator<Row> rows, Scorer scorer) {
            this.rows = rows;
            this.scorer = scorer;
            most = Math.max(
                    1, Math.min(MOST_ROWS, MOST_BYTES / model.network().input().size()));
        }

        @Override
        public boolean hasNext() {
            if (!ready.hasNext() && rows.hasNext()) {
                ready = scored();
            }
            return ready.hasNext();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return ready.next();
        }

        private Iterator<Row> scored() {
            var shape = model.network().input();
            var batch = new ArrayList<Row>();
            var pixels = new byte[most * shape.size()];
            while (batch.size() < most && rows.hasNext()) {
                var row = rows.next();
                var where = "partition " + TaskContext.getPartitionId() + ", row " + read++;
                System.arraycopy(
                        images.pixels(row, columns, where, shape),
                        0,
                        pixels,
                        batch.size() * shape.size(),
                        shape.size());
                batch.add(row);
            }
            int size = batch.size();
            var shard = new Shard(0, shape, Arrays.copyOf(pixels, size * shape.size()), new byte[size], new int[size]);
            var rated = scorer.rate(shard);
            var result = new ArrayList<Row>(size);
            for (int i = 0; i < size; i++) {
                result.add(row(batch.get(i), rated, i));
            }
            return result.iterator();
        }

        private Row row(Row row, Ratings rated, int i) {
            var values = new Object[columns + added.size()];
            for (int column = 0; column < columns; column++) {
                values[column] = row.get(column);
            }
            for (int column = 0; column < added.size(); column++) {
                values[columns + column] = switch (added.get(column)) {
                    case LOGITS -> Vectors.dense(rated.logits(i));
                    case PROBABILITIES -> Vectors.dense(rated.probabilities(i));
                    case LABEL -> (double) rated.label(i);
                    case NAME -> model.classNames().get(rated.label(i));
                };
            }
            return RowFactory.create(values);
        }
    }
}
