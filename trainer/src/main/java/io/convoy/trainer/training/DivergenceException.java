package io.convoy.trainer.training;

import io.convoy.trainer.data.Shard;

/** Training met a loss or a weight that is not finite. */
public final class DivergenceException extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final String MEND = "; choose a lower learning rate or a longer warm-up";

    private final int epoch;
    private final int shardId;
    private final int step;

    private DivergenceException(String message, int epoch, int shardId, int step) {
        super(message);
        this.epoch = epoch;
        this.shardId = shardId;
        this.step = step;
    }

    /** For the minibatch of {@code shard} that consists of the entries of {@code order} from {@code from} on. */
    static DivergenceException of(String fault, int epoch, Shard shard, int step, int[] order, int from, int count) {
        int first = Integer.MAX_VALUE;
        int last = 0;
        for (int i = from; i < from + count; i++) {
            int record = shard.records()[order[i]];
            first = Math.min(first, record);
            last = Math.max(last, record);
        }
        return new DivergenceException(
                "training diverged: " + fault + " in epoch " + epoch + ", shard " + shard.id() + ", step " + step + " ("
                        + count + " images, records between " + first + " and " + last + ")" + MEND,
                epoch,
                shard.id(),
                step);
    }

    /** For weights that are finite after {@code epoch} and yet no good: a shard's loss under them is not. */
    public static DivergenceException inEvaluation(int epoch, int shardId, int images, double loss) {
        return new DivergenceException(
                "training diverged: the loss is " + loss + " on the " + images + " images of evaluation shard "
                        + shardId + " after epoch " + epoch + MEND,
                epoch,
                shardId,
                -1);
    }

    /** Counted from 1. */
    public int epoch() {
        return epoch;
    }

    public int shardId() {
        return shardId;
    }

    /** The minibatch within the epoch, counted from 0; −1 in an evaluation. */
    public int step() {
        return step;
    }
}
