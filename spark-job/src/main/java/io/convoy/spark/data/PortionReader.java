package io.convoy.spark.data;

import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Reads a range of an IDX file's images window by window and splits each window into portions of shards, keyed by the
 * shard's number. Images keep the order of the file.
 */
final class PortionReader implements Iterator<Tuple2<Integer, Portion>> {

    private static final int WINDOW_BYTES = 4 << 20;

    /** Images {@code first} to {@code end − 1} and their labels. */
    @SuppressWarnings("ArrayRecordComponent") // a slice of the labels, sent with the task
    record Range(int first, int end, byte[] labels) implements Serializable {}

    private final IdxFile file;
    private final Range range;
    private final int[] shardOf;
    private final int shards;
    private final int window;
    private final IdxReader reader;
    private final Queue<Tuple2<Integer, Portion>> ready = new ArrayDeque<>();
    private int next;

    PortionReader(IdxFile file, Range range, Sharding sharding, Configuration hadoop) throws IOException {
        this.file = file;
        this.range = range;
        this.shardOf = sharding.assign(file.count());
        this.shards = sharding.shards(file.count());
        this.window = Math.max(1, WINDOW_BYTES / file.recordBytes());
        this.reader = IdxReader.open(file, range.first, hadoop);
        this.next = range.first;
        closeAfter(TaskContext.get());
    }

    @Override
    public boolean hasNext() {
        if (ready.isEmpty() && next < range.end) {
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
        int count = Math.min(window, range.end - next);
        try {
            byte[] pixels = reader.read(count);
            split(next, count, pixels);
            next += count;
            if (next == file.count()) {
                reader.requireEnd();
            }
        } catch (DataException e) {
            ready.add(new Tuple2<>(0, new Portion(portion(0, 0), e.getMessage())));
            next = range.end;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void split(int first, int count, byte[] pixels) {
        int[] sizes = new int[shards];
        for (int i = 0; i < count; i++) {
            if (shardOf[first + i] != Sharding.NONE) {
                sizes[shardOf[first + i]]++;
            }
        }
        var portions = new Shard[shards];
        for (int shard = 0; shard < shards; shard++) {
            if (sizes[shard] > 0) {
                portions[shard] = portion(shard, sizes[shard]);
                ready.add(new Tuple2<>(shard, new Portion(portions[shard], null)));
            }
        }
        int bytes = file.recordBytes();
        int[] filled = new int[shards];
        for (int i = 0; i < count; i++) {
            int shard = shardOf[first + i];
            if (shard == Sharding.NONE) {
                continue;
            }
            int at = filled[shard]++;
            System.arraycopy(pixels, i * bytes, portions[shard].pixels(), at * bytes, bytes);
            portions[shard].labels()[at] = range.labels[first + i - range.first];
            portions[shard].records()[at] = first + i;
        }
    }

    private Shard portion(int shard, int size) {
        var image = new ImageShape(1, file.height(), file.width());
        return new Shard(shard, image, new byte[size * image.size()], new byte[size], new int[size]);
    }

    private void closeAfter(@Nullable TaskContext task) {
        if (task != null) {
            TaskCompletionListener close = context -> {
                try {
                    reader.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
            task.addTaskCompletionListener(close);
        }
    }
}
