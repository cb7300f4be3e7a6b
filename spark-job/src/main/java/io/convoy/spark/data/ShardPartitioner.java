package io.convoy.spark.data;

import java.util.stream.IntStream;
import org.apache.spark.Partitioner;

/** Each partition holds consecutive shards: one if there are as many partitions, else several. */
final class ShardPartitioner extends Partitioner {

    private static final long serialVersionUID = 1;

    private final int shards;
    private final int partitions;

    ShardPartitioner(int shards, int partitions) {
        this.shards = shards;
        this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
        return partitions;
    }

    @Override
    public int getPartition(Object shard) {
        return (int) ((long) (Integer) shard * partitions / shards);
    }

    /** Those that a partition holds, in their order. */
    IntStream shards(int partition) {
        return IntStream.range(first(partition), first(partition + 1));
    }

    private int first(int partition) {
        return (int) (((long) partition * shards + partitions - 1) / partitions);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShardPartitioner that && that.shards == shards && that.partitions == partitions;
    }

    @Override
    public int hashCode() {
        return 31 * shards + partitions;
    }
}
