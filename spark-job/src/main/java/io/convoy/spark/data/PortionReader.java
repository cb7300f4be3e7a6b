package io.convoy.spark.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Reads a range of an IDX file's images and their labels window by window and splits each window into portions of
 * shards, keyed by the shard's number. Images keep the order of the file.
 */
final class PortionReader implements Iterator<Tuple2<Integer, Portion>> {

    private final IdxFiles files;
    private final int first;
    private final int end;
    private final Configuration hadoop;
    private final PortionSplit split;
    private final Queue<Tuple2<Integer, Portion>> ready = new ArrayDeque<>();
    private @Nullable IdxReader pixels;
    private @Nullable IdxReader labels;
    private int next;

    /** Of the images {@code first} to {@code end − 1}. */
    PortionReader(IdxFiles files, int first, int end, Sharding sharding, Configuration hadoop) {
        this.files = files;
        this.first = first;
        this.end = end;
        this.hadoop = hadoop;
        this.split = new PortionSplit(files.shape(), sharding, files.images().count());
        this.next = first;
        closeAfter(TaskContext.get());
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && next < end) { // a window may have no image of a shard
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
        try {
            byte[] read = pixels().read(count);
            var labelsRead = files.labels() == null
                    ? new byte[count]
                    : labels(files.labels()).read(count);
            ready.addAll(split.portions(next, count, read, labelsRead));
            next += count;
            if (next == files.images().count()) {
                requireEnd();
            }
        } catch (DataException e) {
            ready.add(new Tuple2<>(0, Portion.defective(e)));
            next = end;
        } catch (IOException e) { // another attempt of Spark's may find it otherwise
            throw new DataException(files.images().uri(), "cannot be read: " + e.getMessage(), e);
        }
    }

    private IdxReader pixels() throws IOException {
        if (pixels == null) {
            pixels = IdxReader.open(files.images(), first, hadoop);
        }
        return pixels;
    }

    private IdxReader labels(IdxFile file) throws IOException {
        if (labels == null) {
            labels = IdxReader.open(file, first, hadoop);
        }
        return labels;
    }

    private void requireEnd() throws IOException {
        for (var reader : readers()) {
            reader.requireEnd();
        }
    }

    private List<IdxReader> readers() {
        return Stream.of(Optional.ofNullable(pixels), Optional.ofNullable(labels))
                .flatMap(Optional::stream)
                .toList();
    }

    private void closeAfter(@Nullable TaskContext task) {
        if (task != null) {
            TaskCompletionListener close = context -> {
                try {
                    for (var reader : readers()) {
                        reader.close();
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
            task.addTaskCompletionListener(close);
        }
    }
}
