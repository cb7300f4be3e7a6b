package io.convoy.trainer.averaging;

/** What becomes of the replicas' momentum between two rounds: the strategies of SlowMo, arXiv 1910.00643. */
public enum MomentumAveraging {
    /** Every replica goes on with the mean, as Yu, Jin and Yang do, arXiv 1905.03817. */
    AVERAGE,
    /** Every replica starts from rest. */
    RESET,
    /** Every replica goes on with its own, which travels to the driver and back with its shard's number. */
    KEEP
}
