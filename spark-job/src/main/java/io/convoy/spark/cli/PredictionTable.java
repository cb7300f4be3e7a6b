package io.convoy.spark.cli;

import io.convoy.trainer.training.Predictions;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Predictions row by row, in the order of the images.
 *
 * @param image what the image with an index is called
 * @param shards all images together, in order
 */
record PredictionTable(List<String> classNames, IntFunction<Object> image, List<Predictions> shards) {

    /** @param image its index in an IDX file or its path in a folder */
    record Row(Object image, int label, String name, float probability) {}

    int size() {
        return shards.stream().mapToInt(shard -> shard.labels().length).sum();
    }

    Stream<Row> rows() {
        int[] first = new int[shards.size()];
        for (int shard = 1; shard < first.length; shard++) {
            first[shard] = first[shard - 1] + shards.get(shard - 1).labels().length;
        }
        return IntStream.range(0, first.length).boxed().flatMap(shard -> rows(shards.get(shard), first[shard]));
    }

    Stream<String> lines(PredictionFormat format) {
        return Stream.concat(format.header(), rows().map(format::line));
    }

    private Stream<Row> rows(Predictions predictions, int first) {
        return IntStream.range(0, predictions.labels().length)
                .mapToObj(i -> new Row(
                        image.apply(first + i),
                        predictions.labels()[i],
                        classNames.get(predictions.labels()[i]),
                        predictions.probabilities()[i]));
    }
}
