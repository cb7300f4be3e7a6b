package io.convoy.spark.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * A lock as a folder of generations. {@code N.lock} is created exclusively by the Nth holder and never changes;
 * {@code N.heartbeat} is rewritten while it lives, {@code N.released} says that it is done. The highest generation
 * counts. Taking over is creating the next one, which only one of any number of takers can; nothing is deleted or
 * overwritten that belongs to another, so a holder that wakes up late does no harm.
 *
 * <p>Ages are differences between modification times of one file system, so the machines' clocks need not agree.
 */
record LockFile(Storage storage, Path folder) {

    private static final Pattern NAME = Pattern.compile("([1-9][0-9]{0,17})\\.(lock|heartbeat|released)");

    private static final String CLOCK = "clock-";
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

    /** Generations before the current one whose files are kept, for people who look what happened. */
    private static final int KEPT = 5;

    /**
     * What the folder tells.
     *
     * @param generation 0 if there never was a holder
     * @param holder empty if the file is not whole: its writer is at it, or died over it
     * @param taken modification time of the lock, milliseconds
     * @param lastBeat that of its heartbeat; 0 if there was none
     */
    record Snapshot(long generation, Optional<LockHolder> holder, boolean released, long taken, long lastBeat) {

        boolean isHeldBy(LockHolder other) {
            return !released && holder.filter(other::equals).isPresent();
        }
    }

    /**
     * @throws FileNotFoundException if the lock changed hands meanwhile
     * @throws StoreException if it cannot be read
     */
    Snapshot look() throws IOException {
        long generation = 0;
        for (FileStatus entry : storage.list(folder)) {
            Matcher name = NAME.matcher(entry.getPath().getName());
            if (name.matches() && name.group(2).equals("lock")) {
                generation = Math.max(generation, Long.parseLong(name.group(1)));
            }
        }
        if (generation == 0) {
            return new Snapshot(0, Optional.empty(), true, 0, 0);
        }
        Optional<LockHolder> holder;
        try {
            holder = Optional.of(Json.parse(storage.read(file(generation, "lock")), LockHolder.class));
        } catch (TornDocumentException unfinished) {
            holder = Optional.empty();
        }
        boolean released = storage.fileSystem().exists(file(generation, "released"));
        return new Snapshot(
                generation, holder, released, modified(generation, "lock"), modified(generation, "heartbeat"));
    }

    /** Creates the generation after {@code seen}; false if somebody else was first. */
    boolean takeAfter(Snapshot seen, LockHolder holder) throws IOException {
        long generation = seen.generation() + 1;
        if (!storage.createNew(file(generation, "lock"), Json.bytes(holder))) {
            return false;
        }
        Snapshot now = look();
        if (now.generation() > generation) {
            // A taker that slept through many generations created one that was tidied away.
            storage.delete(file(generation, "lock"));
            return false;
        }
        if (!now.isHeldBy(holder)) {
            return false;
        }
        tidyBefore(generation - KEPT);
        return true;
    }

    void beat(long generation, LockHolder holder) throws IOException {
        storage.overwrite(file(generation, "heartbeat"), Json.bytes(holder));
    }

    void release(long generation, LockHolder holder) throws IOException {
        storage.overwrite(file(generation, "released"), Json.bytes(holder));
    }

    /**
     * How long ago the file system's clock says that {@code seen} gave its last sign; negative if its clock was set
     * back since.
     */
    Duration age(Snapshot seen) throws IOException {
        Path probe = new Path(folder, CLOCK + Draft.uuid());
        storage.write(probe, new byte[] {1});
        try {
            long now = storage.fileSystem().getFileStatus(probe).getModificationTime();
            return Duration.ofMillis(now - Math.max(seen.taken(), seen.lastBeat()));
        } finally {
            storage.delete(probe);
        }
    }

    private long modified(long generation, String kind) throws IOException {
        try {
            return storage.fileSystem().getFileStatus(file(generation, kind)).getModificationTime();
        } catch (FileNotFoundException none) {
            return 0;
        }
    }

    /** Deletes old generations, and the clocks of those who were killed as they looked at one. */
    void tidyBefore(long generation) throws IOException {
        List<FileStatus> entries = storage.list(folder);
        long newest = entries.stream()
                .mapToLong(FileStatus::getModificationTime)
                .max()
                .orElse(0);
        for (FileStatus entry : entries) {
            String text = entry.getPath().getName();
            Matcher name = NAME.matcher(text);
            boolean old = name.matches() && Long.parseLong(name.group(1)) < generation;
            boolean stopped = text.startsWith(CLOCK)
                    && Draft.isUuid(text.substring(CLOCK.length()))
                    && newest - entry.getModificationTime() >= LONGEST_LOOK.toMillis();
            if (entry.isFile() && (old || stopped)) {
                storage.delete(entry.getPath());
            }
        }
    }

    private Path file(long generation, String kind) {
        return new Path(folder, generation + "." + kind);
    }
}
