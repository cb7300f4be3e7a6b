package io.convoy.spark.store;

/** What one does that finds a lock held. */
public enum OnLocked {
    /** Ends with an error. */
    FAIL,
    /** Ends without one, and without the lock. */
    SKIP,
    /** Waits until the lock is free. */
    WAIT,
    /** Watches for as long as it takes to tell whether the holder lives; if so, ends with an error. */
    WATCH
}
