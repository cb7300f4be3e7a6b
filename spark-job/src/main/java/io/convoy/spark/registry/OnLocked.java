package io.convoy.spark.registry;

/** What a run does that finds the lock held. */
public enum OnLocked {
    /** Ends with an error. */
    FAIL,
    /** Ends without one, and without a model. */
    SKIP,
    /** Waits until the lock is free. */
    WAIT
}
