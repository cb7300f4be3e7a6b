package io.convoy.spark.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Which shard holds which record: a function of the record's index alone, so that it never matters who reads it. */
public sealed interface Sharding extends Serializable {

    /** In place of a shard: the record takes no part. */
    int NONE = -1;

    int shards(int records);

    /** The shard of each of so many records, or {@link #NONE}. */
    int[] assign(int records);

    /**
     * Only the records on one side of a split, sharded as if there were no others.
     *
     * @param validation whether those that are set aside, or the rest
     */
    record Part(Sharding sharding, ValidationSplit split, boolean validation) implements Sharding {

        @Override
        public int shards(int records) {
            int setAside = split.setAside(records);
            return sharding.shards(validation ? setAside : records - setAside);
        }

        @Override
        public int[] assign(int records) {
            var setAside = split.recordsSetAside(records);
            var members = IntStream.range(0, records)
                    .filter(record -> setAside.get(record) == validation)
                    .toArray();
            int[] shardOfMember = sharding.assign(members.length);
            int[] shardOf = new int[records];
            Arrays.fill(shardOf, NONE);
            for (int i = 0; i < members.length; i++) {
                shardOf[members[i]] = shardOfMember[i];
            }
            return shardOf;
        }
    }

    /**
     * Shards drawn at random from a seed whose sizes differ by at most one: the record at position p of a seeded
     * permutation goes to shard p modulo {@code shards}. With more shards than records some are empty.
     */
    record Random(int shards, long seed) implements Sharding {

        /** Draws other numbers than the weights' initialisation does from the same seed. */
        private static final long SALT = 0x5368617264696e67L;

        public Random {
            if (shards < 1) {
                throw new IllegalArgumentException("expected shards ≥ 1 but found " + shards);
            }
        }

        @Override
        public int shards(int records) {
            return shards;
        }

        /** By Fisher and Yates's shuffle. */
        @Override
        public int[] assign(int records) {
            var random = new java.util.Random(seed ^ SALT);
            int[] shardOf = new int[records];
            Arrays.setAll(shardOf, position -> position % shards);
            for (int i = records - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int swapped = shardOf[i];
                shardOf[i] = shardOf[j];
                shardOf[j] = swapped;
            }
            return shardOf;
        }
    }

    /** Consecutive records in blocks of one size: for evaluation, whose sums then never depend on the cluster. */
    record Blocks(int size) implements Sharding {

        public Blocks {
            if (size < 1) {
                throw new IllegalArgumentException("expected size ≥ 1 but found " + size);
            }
        }

        @Override
        public int shards(int records) {
            return (records + size - 1) / size;
        }

        @Override
        public int[] assign(int records) {
            int[] shardOf = new int[records];
            Arrays.setAll(shardOf, record -> record / size);
            return shardOf;
        }
    }
}
