package io.convoy.spark.data;

import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import scala.Tuple2;

/** Makes whole shards of the parts that came from wherever the files were read, in whatever order. */
final class Assembly {

    private Assembly() {}

    /**
     * All shards of a partition, also those of no image; only the defect if there is one.
     *
     * @param arriving parts and the numbers of their shards
     */
    static Iterator<Portion> of(IntStream shards, ImageShape image, Iterator<Tuple2<Integer, Portion>> arriving) {
        var partsOf = new HashMap<Integer, List<Shard>>();
        while (arriving.hasNext()) {
            var next = arriving.next();
            var portion = next._2();
            if (portion.defect() != null) {
                return List.of(portion).iterator();
            }
            partsOf.computeIfAbsent(next._1(), shard -> new ArrayList<>()).add(portion.images());
        }
        return shards.mapToObj(shard -> Portion.whole(whole(shard, image, partsOf.getOrDefault(shard, List.of()))))
                .iterator();
    }

    private static Shard whole(int shard, ImageShape image, List<Shard> parts) {
        int size = parts.stream().mapToInt(Shard::size).sum();
        var whole = new Shard(shard, image, new byte[size * image.size()], new byte[size], new int[size]);
        int at = 0;
        for (var part : parts.stream()
                .sorted(Comparator.comparingInt(part -> part.records()[0]))
                .toList()) {
            System.arraycopy(part.pixels(), 0, whole.pixels(), at * image.size(), part.pixels().length);
            System.arraycopy(part.labels(), 0, whole.labels(), at, part.size());
            System.arraycopy(part.records(), 0, whole.records(), at, part.size());
            at += part.size();
        }
        return whole;
    }
}
