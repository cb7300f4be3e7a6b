package io.convoy.spark.checkpoint;

import io.convoy.spark.store.FolderLock;
import io.convoy.spark.store.LockHolder;
import io.convoy.spark.store.LockedException;
import io.convoy.spark.store.OnLocked;
import io.convoy.spark.store.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Numbered checkpoints in a folder at any Hadoop URI: {@code 000007.checkpoint}, and once that is whole
 * {@code 000007.manifest.json} with its length and SHA-256. What a crash left unfinished is passed over, and deleted by
 * the next checkpoint. {@code lock/} keeps a second run out.
 */
public final class CheckpointFolder implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("([0-9]{6,9})\\.(checkpoint|manifest\\.json)");

    private static final Logger LOG = LogManager.getLogger(CheckpointFolder.class);

    private static final String LOCK = "lock";
    private static final long EXPIRY_SECONDS = 30;

    private final Path folder;
    private final Storage storage;
    private final FolderLock lock;
    private final boolean made;

    /** @param made whether the folder was not there before */
    private CheckpointFolder(Path folder, Storage storage, FolderLock lock, boolean made) {
        this.folder = folder;
        this.storage = storage;
        this.lock = lock;
        this.made = made;
    }

    /**
     * The newest whole checkpoint.
     *
     * @param passedOver a line for each newer one that is not whole
     */
    public record Found(Optional<Checkpoint> checkpoint, List<String> passedOver) {}

    /**
     * Takes a folder for one run alone, until it is closed. A run whose process ended without closing it is followed at
     * once where that can be told, else when it has given no sign of life for 30 seconds.
     *
     * @param applicationId Spark's
     * @throws LockedException if another run that lives has it
     * @throws IllegalArgumentException if that is no URI
     */
    public static CheckpointFolder take(String uri, Configuration hadoop, String applicationId) throws IOException {
        var folder = new Path(uri);
        var storage = Storage.at(folder, hadoop);
        var holder = LockHolder.here(applicationId, "checkpoints of a run", EXPIRY_SECONDS);
        boolean made = !storage.exists(folder);
        try {
            var lock = FolderLock.acquire(storage, new Path(folder, LOCK), holder, OnLocked.WATCH, Duration.ZERO);
            return new CheckpointFolder(folder, storage, lock.orElseThrow(), made);
        } catch (LockedException taken) {
            throw new LockedException(taken.getMessage() + "; give each run a checkpoint folder of its own");
        }
    }

    /** Deletes what runs have left in a folder, and nothing else. */
    public static void delete(Path folder, Configuration hadoop) throws IOException {
        var storage = Storage.at(folder, hadoop);
        for (var status : storage.list(folder)) {
            if (status.isFile() && NAME.matcher(status.getPath().getName()).matches()) {
                storage.delete(status.getPath());
            }
        }
        FolderLock.delete(storage, new Path(folder, LOCK));
        if (storage.list(folder).isEmpty()) {
            storage.delete(folder);
        }
    }

    public Found newest() throws IOException {
        var passedOver = new ArrayList<String>();
        for (var entry : numbers().descendingMap().entrySet()) {
            try {
                return new Found(Optional.of(read(entry.getKey(), entry.getValue())), passedOver);
            } catch (IOException | IllegalArgumentException e) {
                passedOver.add(file(entry.getKey()) + " is passed over: " + e.getMessage());
            }
        }
        return new Found(Optional.empty(), passedOver);
    }

    /**
     * Adds a checkpoint, then deletes old ones.
     *
     * @param keep how many whole checkpoints stay, this one among them
     * @throws LockedException if another run has taken this folder meanwhile
     * @throws IOException if it cannot be written; then nothing of it is left
     */
    public void write(Checkpoint checkpoint, int keep) throws IOException {
        lock.ensureHeld();
        var numbers = numbers();
        int number = numbers.isEmpty() ? 1 : numbers.lastKey() + 1;
        var bytes = CheckpointFile.toBytes(checkpoint);
        boolean whole = false;
        storage.write(file(number), bytes);
        try {
            storage.write(manifest(number), Manifest.of(bytes).toBytes());
            whole = true;
        } finally {
            if (!whole) {
                storage.delete(file(number));
            }
        }
        deleteBefore(keep);
    }

    private Checkpoint read(int number, Set<String> kinds) throws IOException {
        if (!kinds.contains("manifest.json")) {
            throw new IOException("it has no manifest, so its writing did not end");
        }
        var manifest = Manifest.parse(storage.read(manifest(number)));
        var bytes = storage.read(file(number));
        manifest.requireMatches(bytes);
        return CheckpointFile.parse(bytes);
    }

    /**
     * Of old checkpoints, and of what a killed run left unfinished. The manifest goes first, so that what remains is
     * not taken for a whole checkpoint.
     */
    private void deleteBefore(int keep) throws IOException {
        int whole = 0;
        for (var entry : numbers().descendingMap().entrySet()) {
            boolean isWhole = entry.getValue().contains("manifest.json");
            if (whole >= keep || !isWhole) {
                storage.delete(manifest(entry.getKey()));
                storage.delete(file(entry.getKey()));
            } else {
                whole++;
            }
        }
    }

    /** Which files each number has. */
    private NavigableMap<Integer, Set<String>> numbers() throws IOException {
        var numbers = new TreeMap<Integer, Set<String>>();
        for (var status : storage.list(folder)) {
            var name = NAME.matcher(status.getPath().getName());
            if (status.isFile() && name.matches()) {
                numbers.computeIfAbsent(Integer.parseInt(name.group(1)), n -> new HashSet<>())
                        .add(name.group(2));
            }
        }
        return numbers;
    }

    private Path file(int number) {
        return new Path(folder, String.format(Locale.ROOT, "%06d.checkpoint", number));
    }

    private Path manifest(int number) {
        return new Path(folder, String.format(Locale.ROOT, "%06d.manifest.json", number));
    }

    /** Gives the folder back. A run that wrote no checkpoint leaves none. */
    @Override
    public void close() {
        lock.close();
        try {
            if (numbers().isEmpty()) {
                lock.forget();
                if (made && storage.list(folder).isEmpty()) {
                    storage.delete(folder);
                }
            }
        } catch (IOException e) {
            LOG.warn("{} could not be tidied: {}", folder, e.getMessage());
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
