package io.convoy.spark.store;

import io.convoy.spark.store.LockFile.Snapshot;
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
public final class FolderLock implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(FolderLock.class);

    private static final int BEATS_PER_EXPIRY = 6;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration UNTOLD = Duration.ofSeconds(1);
    private static final Duration LONGEST_EXPIRY = Duration.ofDays(1);
    private static final Duration LONGEST_CHANGE = Duration.ofSeconds(30);
    private static final Duration LONGEST_WATCH = LONGEST_EXPIRY.plusMinutes(1);

    private final LockFile file;
    private final LockHolder holder;
    private final long generation;
    private final ScheduledExecutorService heartbeat;
    private volatile boolean lost;
    private volatile long lastBeat = System.nanoTime();

    private FolderLock(LockFile file, LockHolder holder, long generation) {
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

    /**
     * Takes the lock in {@code folder}. Who has to wait is told for whom after a second.
     *
     * @param patience how long {@link OnLocked#WAIT} waits
     * @return empty if it is held and {@code onLocked} is {@link OnLocked#SKIP}
     * @throws LockedException if it is held, and stayed so
     * @throws StoreException if it cannot be told who holds it
     */
    public static Optional<FolderLock> acquire(
            Storage storage, Path folder, LockHolder holder, OnLocked onLocked, Duration patience) throws IOException {
        LockFile file = new LockFile(storage, folder);
        Waiting waiting = new Waiting(folder);
        Sign sign = null;
        while (true) {
            try {
                Snapshot seen = file.look();
                Duration age = seen.released() ? Duration.ZERO : file.age(seen);
                sign = sign == null ? new Sign(seen) : sign;
                sign.look(seen);
                if (isFree(seen, age, sign, holder)) {
                    if (file.takeAfter(seen, holder)) {
                        tellTakeOver(seen, folder);
                        return Optional.of(new FolderLock(file, holder, seen.generation() + 1));
                    }
                } else {
                    String state = describe(seen, age, sign, holder, folder);
                    boolean unclear = age.isNegative() || onLocked == OnLocked.WATCH;
                    if (onLocked != OnLocked.WAIT && (!unclear || sign.hasChanged())) {
                        return refuse(onLocked, state);
                    }
                    waiting.on(state, onLocked == OnLocked.WAIT ? patience : LONGEST_WATCH);
                }
            } catch (FileNotFoundException changedHands) {
                // Seen in the next round.
            }
            waiting.pause();
        }
    }

    /** Deletes the files of a lock that nobody holds or will ask for, and nothing else. */
    public static void delete(Storage storage, Path folder) throws IOException {
        new LockFile(storage, folder).tidyBefore(Long.MAX_VALUE);
        if (storage.list(folder).isEmpty()) {
            storage.delete(folder);
        }
    }

    private static Optional<FolderLock> refuse(OnLocked onLocked, String state) throws LockedException {
        if (onLocked == OnLocked.SKIP) {
            LOG.info("{}; skipping", state);
            return Optional.empty();
        }
        throw new LockedException(state);
    }

    private static boolean isFree(Snapshot seen, Duration age, Sign sign, LockHolder taker) {
        Duration expiry = expiry(seen, taker);
        return seen.released()
                || age.compareTo(expiry) >= 0
                || sign.unchangedFor().compareTo(expiry) >= 0
                || seen.holder()
                        .filter(holder -> taker.isLaterAttemptOf(holder) || holder.isKnownToBeGone())
                        .isPresent();
    }

    /** The holder's own word; the taker's where the lock's file is not whole. */
    private static Duration expiry(Snapshot seen, LockHolder taker) {
        Duration expiry =
                Duration.ofSeconds(seen.holder().map(LockHolder::expirySeconds).orElse(taker.expirySeconds()));
        return expiry.compareTo(LONGEST_EXPIRY) > 0 ? LONGEST_EXPIRY : expiry;
    }

    private static String describe(Snapshot seen, Duration age, Sign sign, LockHolder taker, Path folder) {
        String held = folder + " is locked by "
                + seen.holder().map(LockHolder::toString).orElse("a holder not yet named");
        long expiry = expiry(seen, taker).toSeconds();
        return age.isNegative()
                ? held + ", its files are dated " + age.negated().toSeconds()
                        + " s in the future, no other sign of life"
                        + " for " + sign.unchangedFor().toSeconds() + " s, free at the latest " + expiry
                        + " s after the last"
                : held + ", last sign of life " + age.toSeconds() + " s ago, free at the latest " + expiry
                        + " s after that";
    }

    private static void tellTakeOver(Snapshot seen, Path folder) {
        if (!seen.released()) {
            LOG.warn(
                    "Took over {} from {}, which gave no sign of life or has ended",
                    folder,
                    seen.holder().map(LockHolder::toString).orElse("a holder that never wrote its name"));
        }
    }

    /** A wait that has an end and says, after a second, what it is for. */
    private static final class Waiting {

        private final long begin = System.nanoTime();
        private String reason;
        private Duration patience = LONGEST_CHANGE;
        private boolean told;

        Waiting(Path folder) {
            this.reason = folder + " changes hands all the time, or holds a lock's file that leads nowhere";
        }

        void on(String state, Duration atMost) {
            reason = state;
            patience = atMost;
        }

        /** @throws LockedException if the patience has an end */
        void pause() throws LockedException {
            long waited = System.nanoTime() - begin;
            if (waited >= patience.toNanos()) {
                throw new LockedException(reason + "; gave up after " + patience.toSeconds() + " s");
            }
            if (!told && waited >= UNTOLD.toNanos()) {
                LOG.warn("{}; waiting, {} s at most", reason, patience.toSeconds());
                told = true;
            }
            try {
                Thread.sleep((told ? UNTOLD : POLL).toMillis());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new LockedException("interrupted while waiting: " + reason);
            }
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

    /** After {@link #close}: deletes its files, if nobody took the lock since. */
    public void forget() throws IOException {
        file.tidyBefore(generation + 1);
        if (file.storage().list(file.folder()).isEmpty()) {
            file.storage().delete(file.folder());
        }
    }

    /** Stops the heartbeat and gives the lock back. Where that fails it expires by itself. */
    @Override
    public void close() {
        heartbeat.shutdown();
        // An interrupted thread cannot write.
        boolean interrupted = Thread.interrupted();
        try {
            if (!heartbeat.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("The heartbeat of {} is still writing", file.folder());
            }
            file.release(generation, holder);
        } catch (InterruptedException again) {
            interrupted = true;
        } catch (IOException | RuntimeException failed) {
            LOG.warn(
                    "{} could not be given back and is free in {} s: {}",
                    file.folder(),
                    holder.expirySeconds(),
                    failed.getMessage());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
