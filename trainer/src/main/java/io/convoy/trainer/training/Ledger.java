package io.convoy.trainer.training;

import io.convoy.trainer.averaging.RoundResult;
import io.convoy.trainer.averaging.ShardResult;
import java.util.List;

/**
 * The book of one epoch: how many examples each shard learned from, round by round. It balances only if every record
 * was learned from once: the counts must be those of the shards, and the replicas' checksums of the records that they
 * really took must add up to that of all records.
 */
public final class Ledger {

    private final int epoch;
    private final List<Integer> shardSizes;
    private final int batchSize;
    private int rounds;
    private int nextStep;
    private long examples;
    private long recordChecksum;
    private double lossSum;
    private long correct;

    /** @param shardSizes how many examples each shard has, by its id */
    public Ledger(int epoch, List<Integer> shardSizes, int batchSize) {
        this.epoch = epoch;
        this.shardSizes = List.copyOf(shardSizes);
        this.batchSize = batchSize;
    }

    /** How many examples all shards together have in a round. */
    public long examples(Span span) {
        return shardSizes.stream()
                .mapToLong(size -> span.examples(size, batchSize))
                .sum();
    }

    /**
     * Enters a round.
     *
     * @param results one of each shard, in any order
     * @param mean of these results
     * @throws IllegalStateException if the round does not follow the last one, or if a shard learned from fewer or more
     *     examples than it has in this round
     */
    public void enter(Span span, List<ShardResult> results, RoundResult mean) {
        if (span.epoch() != epoch || span.firstStep() != nextStep) {
            throw new IllegalStateException(
                    "expected a round from step " + nextStep + " of epoch " + epoch + " but found " + span);
        }
        for (var result : results) {
            int due = span.examples(shardSizes.get(result.shardId()), batchSize);
            if (result.examples() != due) {
                throw new IllegalStateException("expected " + due + " examples from shard " + result.shardId() + " in "
                        + span + " but found " + result.examples());
            }
            recordChecksum += result.recordChecksum();
        }
        rounds++;
        nextStep = span.endStep();
        examples += mean.examples();
        lossSum += mean.lossSum();
        correct += mean.correct();
    }

    /**
     * Balances the book after the last round.
     *
     * @param records how many there are to learn from
     * @param checksum of these records, see {@link RecordChecksum}
     * @throws IllegalStateException if one of them was not learned from or more than once
     */
    public EpochTotals balance(long records, long checksum) {
        if (examples != records) {
            throw new IllegalStateException("expected epoch " + epoch + " to learn from each of " + records
                    + " records once but its rounds have " + examples + " examples");
        }
        if (recordChecksum != checksum) {
            throw new IllegalStateException("epoch " + epoch + " learned from " + examples
                    + " examples, but a record came twice and another was left out");
        }
        return new EpochTotals(rounds, shardSizes.size(), examples, lossSum, correct);
    }
}
