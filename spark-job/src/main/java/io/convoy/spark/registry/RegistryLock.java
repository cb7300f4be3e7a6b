package io.convoy.spark.registry;

import io.convoy.spark.registry.LockFile.Snapshot;
import io.convoy.spark.store.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * A held lock. Its heartbeat goes on until it is closed; a holder that falls silent for its expiry loses it to the next
 * one who asks. A process that may have slept for so long asks {@link #ensureHeld()} before it changes anything.
 *
 * <p>Exclusive wherever a file can be created exclusively: HDFS, local disks, and object stores with conditional
 * writes. On an object store without, two runs begun in the same instant may both pass; the first heartbeat of one of
 * them notices.
 */
public final class RegistryLock implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(RegistryLock.class);

    private static final int BEATS_PER_EXPIRY = 6;
    private static final Duration POLL = Duration.ofMillis(200);

    private final LockFile file;
    private final LockHolder holder;
    private final long generation;
    private final ScheduledExecutorService heartbeat;
    private volatile boolean lost;
    private volatile long lastBeat = System.nanoTime();

    private RegistryLock(LockFile file, LockHolder holder, long generation) {
        this.file = file;
        this.holder = holder;
        this.generation = generation;
        this.heartbeat = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "heartbeat of " + file.folder().getName());
            thread.setDaemon(true);
            return thread;
        });
        long period = Math.max(1, TimeUnit.SECONDS.toMillis(holder.expirySeconds()) / BEATS_PER_EXPIRY);
        var unused = heartbeat.scheduleAtFixedRate(this::beat, period, period, TimeUnit.MILLISECONDS);
    }

    /** The lock that keeps two runs of one registry apart. */
    public static Optional<RegistryLock> forRun(
            Registry registry, LockHolder holder, OnLocked onLocked, Duration patience) throws IOException {
        return acquire(registry.storage(), new Path(registry.root(), "locks/run"), holder, onLocked, patience);
    }

    /**
     * Takes the lock in {@code folder}.
     *
     * @param patience how long {@link OnLocked#WAIT} waits
     * @return empty if it is held and {@code onLocked} is {@link OnLocked#SKIP}
     * @throws LockedException if it is held, and stayed so
     */
    static Optional<RegistryLock> acquire(
            Storage storage, Path folder, LockHolder holder, OnLocked onLocked, Duration patience) throws IOException {
        LockFile file = new LockFile(storage, folder);
        long deadline = System.nanoTime() + patience.toNanos();
        boolean told = false;
        while (true) {
            Snapshot seen;
            Duration age;
            try {
                seen = file.look();
                age = seen.generation() == 0 ? Duration.ZERO : file.age(seen);
            } catch (FileNotFoundException goneSince) {
                continue;
            }
            if (isFree(seen, age, holder)) {
                if (file.takeAfter(seen, holder)) {
                    tellTakeOver(seen, age, folder);
                    return Optional.of(new RegistryLock(file, holder, seen.generation() + 1));
                }
                continue;
            }
            String description = describe(seen, age, holder, folder);
            if (onLocked == OnLocked.SKIP) {
                LOG.info("{}; skipping", description);
                return Optional.empty();
            }
            if (onLocked == OnLocked.FAIL || System.nanoTime() - deadline >= 0) {
                throw new LockedException(description
                        + (onLocked == OnLocked.FAIL ? "" : "; gave up after " + patience.toSeconds() + " s"));
            }
            if (!told) {
                LOG.info("{}; waiting", description);
                told = true;
            }
            pause();
        }
    }

    private static boolean isFree(Snapshot seen, Duration age, LockHolder taker) {
        return seen.released()
                || age.toSeconds() >= expiry(seen, taker)
                || seen.holder().filter(taker::isLaterAttemptOf).isPresent();
    }

    /** The holder's own word; the taker's where the lock's file is not whole. */
    private static long expiry(Snapshot seen, LockHolder taker) {
        return seen.holder().map(LockHolder::expirySeconds).orElse(taker.expirySeconds());
    }

    private static String describe(Snapshot seen, Duration age, LockHolder taker, Path folder) {
        return folder + " is locked by "
                + seen.holder().map(LockHolder::toString).orElse("a holder not yet named")
                + ", last sign of life " + age.toSeconds() + " s ago, free at the latest "
                + expiry(seen, taker) + " s after that";
    }

    private static void tellTakeOver(Snapshot seen, Duration age, Path folder) {
        if (!seen.released()) {
            LOG.warn(
                    "Took over {} from {}, which gave no sign of life for {} s",
                    folder,
                    seen.holder().map(LockHolder::toString).orElse("a holder that never wrote its name"),
                    age.toSeconds());
        }
    }

    private static void pause() throws LockedException {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LockedException("interrupted while waiting for a lock");
        }
    }

    public LockHolder holder() {
        return holder;
    }

    private void beat() {
        try {
            if (file.look().generation() == generation) {
                file.beat(generation, holder);
                lastBeat = System.nanoTime();
            } else if (!lost) {
                lost = true;
                LOG.error("Lost {} to another holder", file.folder());
            }
        } catch (IOException | RuntimeException failed) {
            LOG.warn("Heartbeat of {} failed, will try again: {}", file.folder(), failed.toString());
        }
    }

    /** @throws LockedException if somebody else may hold the lock by now */
    public void ensureHeld() throws IOException {
        long silent = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - lastBeat);
        if (lost || silent >= holder.expirySeconds() || !file.look().isHeldBy(holder)) {
            throw new LockedException(file.folder() + " is no longer held by this process (" + silent
                    + " s since its last sign of life, expiry " + holder.expirySeconds()
                    + " s): another run took over; this one changes nothing more");
        }
    }

    /** Stops the heartbeat and gives the lock back. */
    @Override
    public void close() throws IOException {
        heartbeat.shutdown();
        awaitHeartbeat();
        file.release(generation, holder);
    }

    private void awaitHeartbeat() {
        try {
            if (!heartbeat.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("The heartbeat of {} is still writing", file.folder());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
