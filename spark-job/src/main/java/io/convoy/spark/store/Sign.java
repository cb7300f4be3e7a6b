package io.convoy.spark.store;

import java.time.Duration;

/**
 * What a lock's holder was last seen to do, and since when by this process's own clock: a holder that lives changes it
 * again and again, whatever the dates of its files are.
 */
final class Sign {

    private LockFile.Snapshot seen;
    private long since = System.nanoTime();
    private boolean changed;

    Sign(LockFile.Snapshot seen) {
        this.seen = seen;
    }

    void look(LockFile.Snapshot now) {
        if (!now.equals(seen)) {
            seen = now;
            since = System.nanoTime();
            changed = true;
        }
    }

    boolean hasChanged() {
        return changed;
    }

    Duration unchangedFor() {
        return Duration.ofNanos(System.nanoTime() - since);
    }
}
