package io.convoy.spark.data;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Decodes a partition's rows window by window and splits each window into portions of shards. */
final class TablePortions implements Iterator<Tuple2<Integer, Portion>> {

    private final TableLayout layout;
    private final PortionSplit split;
    private final int part;
    private final Iterator<Row> rows;
    private final int first;
    private final int end;
    private final Queue<Tuple2<Integer, Portion>> ready = new ArrayDeque<>();
    private int next;

    TablePortions(TableLayout layout, int part, Iterator<Row> rows) {
        this.layout = layout;
        this.split = layout.split();
        this.part = part;
        this.rows = rows;
        this.first = layout.firsts()[part];
        this.end = layout.firsts()[part + 1];
        this.next = first;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && next < end) {
            readWindow();
        }
        return !ready.isEmpty();
    }

    @Override
    public Tuple2<Integer, Portion> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void readWindow() {
        int count = Math.min(split.window(), end - next);
        int size = layout.shape().size();
        var pixels = new byte[count * size];
        var labels = new byte[count];
        try {
            for (int i = 0; i < count; i++) {
                int record = next + i;
                if (!rows.hasNext()) {
                    throw DataException.changed(TableImages.NAME, "partition " + part + " has fewer rows than before");
                }
                var row = rows.next();
                if (split.isWanted(record)) {
                    var where = TableImages.where(part, record - first);
                    var image = layout.images().pixels(row, TableImages.IMAGE, where, layout.shape());
                    System.arraycopy(image, 0, pixels, i * size, size);
                    labels[i] = layout.labels().number(row.get(TableImages.LABEL), where);
                }
            }
            if (next + count == end && rows.hasNext()) {
                throw DataException.changed(TableImages.NAME, "partition " + part + " has more rows than before");
            }
            ready.addAll(split.portions(next, count, pixels, labels));
            next += count;
        } catch (DataException e) {
            ready.add(new Tuple2<>(0, Portion.defective(e)));
            next = end;
        }
    }
}
