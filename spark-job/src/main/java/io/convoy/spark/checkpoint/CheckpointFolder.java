package io.convoy.spark.checkpoint;

import io.convoy.spark.store.Storage;
import java.io.IOException;
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

/**
 * Numbered checkpoints in a folder at any Hadoop URI: {@code 000007.checkpoint}, and once that is whole
 * {@code 000007.manifest.json} with its length and SHA-256. A number is never used twice: what a crash left unfinished
 * is passed over.
 */
public final class CheckpointFolder {

    private static final Pattern NAME = Pattern.compile("([0-9]{6,9})\\.(checkpoint|manifest\\.json)");

    private final Path folder;
    private final Storage storage;

    private CheckpointFolder(Path folder, Storage storage) {
        this.folder = folder;
        this.storage = storage;
    }

    /**
     * The newest whole checkpoint.
     *
     * @param passedOver a line for each newer one that is not whole
     */
    public record Found(Optional<Checkpoint> checkpoint, List<String> passedOver) {}

    /** @throws IllegalArgumentException if that is no URI */
    public static CheckpointFolder at(String uri, Configuration hadoop) throws IOException {
        var folder = new Path(uri);
        return new CheckpointFolder(folder, Storage.of(folder.getFileSystem(hadoop)));
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
     * @throws IOException if it cannot be written, or another run writes into this folder
     */
    public void write(Checkpoint checkpoint, int keep) throws IOException {
        var numbers = numbers();
        int number = numbers.isEmpty() ? 1 : numbers.lastKey() + 1;
        var bytes = CheckpointFile.toBytes(checkpoint);
        create(file(number), bytes);
        create(manifest(number), Manifest.of(bytes).toBytes());
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

    private void create(Path file, byte[] bytes) throws IOException {
        if (!storage.createNew(file, bytes)) {
            throw new IOException(file + " was written by another run; give each run a checkpoint folder of its own");
        }
    }

    /** The manifest goes first, so that what remains is not taken for a whole checkpoint. */
    private void deleteBefore(int keep) throws IOException {
        int whole = 0;
        for (var entry : numbers().descendingMap().entrySet()) {
            if (whole >= keep) {
                storage.delete(manifest(entry.getKey()));
                storage.delete(file(entry.getKey()));
            } else if (entry.getValue().contains("manifest.json")) {
                whole++;
            }
        }
    }

    /** Which files each number has. */
    private NavigableMap<Integer, Set<String>> numbers() throws IOException {
        var numbers = new TreeMap<Integer, Set<String>>();
        for (var status : storage.list(folder)) {
            var name = NAME.matcher(status.getPath().getName());
            if (name.matches()) {
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

    @Override
    public String toString() {
        return folder.toString();
    }
}
