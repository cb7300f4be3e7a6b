package io.convoy.spark.store;

/** Somebody else holds the lock, or has taken over one that was ours. */
public final class LockedException extends StoreException {

    private static final long serialVersionUID = 1L;

    public LockedException(String message) {
        super(message);
    }
}
