package io.convoy.trainer.training;

/** Training met a loss or a weight that is not finite. */
public final class DivergenceException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int epoch;
    private final int shardId;
    private final int step;

    DivergenceException(String what, int epoch, int shardId, int step, int images, int firstRecord, int lastRecord) {
        super("training diverged: " + what + " in epoch " + epoch + ", shard " + shardId + ", step " + step + " ("
                + images + " images, records " + firstRecord + " to " + lastRecord
                + "); choose a lower learning rate or a warm-up");
        this.epoch = epoch;
        this.shardId = shardId;
        this.step = step;
    }

    /** Counted from 1. */
    public int epoch() {
        return epoch;
    }

    public int shardId() {
        return shardId;
    }

    /** The minibatch within the epoch, counted from 0. */
    public int step() {
        return step;
    }
}
