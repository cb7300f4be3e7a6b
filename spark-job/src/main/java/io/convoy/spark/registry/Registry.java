package io.convoy.spark.registry;

import io.convoy.spark.registry.VersionFolder.Check;
import io.convoy.spark.store.FolderLock;
import io.convoy.spark.store.Json;
import io.convoy.spark.store.LockHolder;
import io.convoy.spark.store.OnLocked;
import io.convoy.spark.store.Publishing;
import io.convoy.spark.store.Storage;
import io.convoy.spark.store.Store;
import io.convoy.spark.store.TornDocumentException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Published models under one root on a Hadoop file system, as their readers see them.
 *
 * <pre>
 * registry.json     what makes the folder a registry
 * latest.json       the version in service
 * trained.json      the data of the last training
 * versions/N/       a model's files, manifest.json, _SUCCESS
 * runs/RUN_ID/      state, decision and rejected model of a run
 * locks/, staging/  of those who write
 * </pre>
 */
public final class Registry {

    private static final Logger LOG = LogManager.getLogger(Registry.class);

    private static final String TRAINED = "trained.json";

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

    private final Store store;
    private final Path root;

    private Registry(Store store, Path root) {
        this.store = store;
        this.root = root;
    }

    /**
     * A version that is complete to the last byte.
     *
     * @param folder where its files lie
     * @param notice why it stands in for the version that {@code latest.json} should name; empty if it is that version
     */
    public record Served(VersionManifest manifest, Path folder, Optional<String> notice) {}

    /** @throws RegistryException if there is none at {@code location}, or it cannot be reached */
    public static Registry open(String location, Configuration configuration) throws IOException {
        Location place = Location.of(location, configuration);
        return new Registry(place.existing().store(place.fileSystem()), place.root());
    }

    /**
     * Opens a registry, or lays one into a folder that is empty or missing.
     *
     * @param publishing how a new registry publishes; one that is there keeps its way. Empty: as suits the file system
     */
    public static Registry openOrCreate(String location, Configuration configuration, Optional<Publishing> publishing)
            throws IOException {
        Location place = Location.of(location, configuration);
        return new Registry(place.existingOrCreated(publishing).store(place.fileSystem()), place.root());
    }

    /**
     * Reads a version number as people type it.
     *
     * @throws IllegalArgumentException if it is not a whole number from 1 up
     */
    public static long versionNumber(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException("version '" + text + "' is not a whole number from 1 up");
        }
        return Long.parseLong(text);
    }

    public Path root() {
        return root;
    }

    Store store() {
        return store;
    }

    Storage storage() {
        return store.storage();
    }

    /**
     * Takes the lock that keeps two runs of this registry apart.
     *
     * @param patience how long {@link OnLocked#WAIT} waits
     * @return empty if it is held and {@code onLocked} is {@link OnLocked#SKIP}
     * @throws io.convoy.spark.store.LockedException if it is held, and stayed so
     */
    public Optional<FolderLock> lockForRun(LockHolder holder, OnLocked onLocked, Duration patience) throws IOException {
        return FolderLock.acquire(storage(), new Path(root, "locks/run"), holder, onLocked, patience);
    }

    public RunFolder run(RunId id) {
        return new RunFolder(store, new Path(new Path(root, "runs"), id.value()));
    }

    /** How each run that was begun stands, in the order of their beginning. */
    public List<RunStatus> runs() throws IOException {
        List<RunStatus> runs = new ArrayList<>();
        for (FileStatus entry : storage().list(new Path(root, "runs"))) {
            if (entry.isDirectory()) {
                new RunFolder(store, entry.getPath()).status().ifPresent(runs::add);
            }
        }
        runs.sort(Comparator.comparing(RunStatus::firstStarted));
        return runs;
    }

    /** Where a version lies, whether it is there or not. */
    public Path folder(long version) {
        return new Path(versionsFolder(), Long.toString(version));
    }

    Path versionsFolder() {
        return new Path(root, "versions");
    }

    VersionFolder version(long number) {
        return new VersionFolder(storage(), folder(number), number);
    }

    /** The number of every version that was begun, complete or not, in ascending order. */
    List<Long> numbers() throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (FileStatus entry : storage().list(versionsFolder())) {
            String name = entry.getPath().getName();
            if (entry.isDirectory() && NUMBER.matcher(name).matches()) {
                numbers.add(Long.parseLong(name));
            }
        }
        numbers.sort(Comparator.naturalOrder());
        return numbers;
    }

    /** Every complete version in ascending order; the files' digests are not read. */
    public List<VersionManifest> versions() throws IOException {
        List<VersionManifest> complete = new ArrayList<>();
        for (long number : numbers()) {
            try {
                complete.add(version(number).read(Check.LENGTHS));
            } catch (RegistryException unfinished) {
                LOG.debug("{}", unfinished.getMessage());
            }
        }
        return complete;
    }

    /** @throws RegistryException if that version is missing, unfinished or damaged */
    public Served load(long number) throws IOException {
        try {
            return new Served(version(number).read(Check.DIGESTS), folder(number), Optional.empty());
        } catch (IncompleteVersionException broken) {
            throw new RegistryException(
                    broken.getMessage() + "; complete in " + root + ": " + versionList(versions()), broken);
        }
    }

    /**
     * A version, or the one in service.
     *
     * @throws RegistryException if that version is missing, unfinished or damaged, or there is none at all
     */
    public Served find(Optional<Long> number) throws IOException {
        return number.isPresent()
                ? load(number.get())
                : latest().orElseThrow(() ->
                        new RegistryException(root + " has no complete version yet; 'retrain' publishes one"));
    }

    private static String versionList(List<VersionManifest> versions) {
        return versions.isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        versions.stream()
                                .map(manifest -> Long.toString(manifest.version()))
                                .toList());
    }

    /** The data of the last training that came to a decision, whether it was published or not. */
    public Optional<DataManifest> lastTrained() throws IOException {
        try {
            return Optional.of(Json.parse(storage().read(new Path(root, TRAINED)), DataManifest.class));
        } catch (FileNotFoundException missing) {
            return Optional.empty();
        } catch (TornDocumentException torn) {
            LOG.warn("{} in {} counts as missing: {}", TRAINED, root, torn.getMessage());
            return Optional.empty();
        }
    }

    /** For the holder of the lock of a run. */
    public void writeLastTrained(DataManifest data) throws IOException {
        store.clearDrafts(root, Set.of(TRAINED));
        store.replace(new Path(root, TRAINED), Json.bytes(data));
    }

    /**
     * What {@code latest.json} says; empty if nothing was ever published.
     *
     * @throws io.convoy.spark.store.StoreException if it is there and cannot be read
     */
    Optional<Latest> pointer() throws IOException {
        try {
            return Optional.of(Json.parse(storage().read(new Path(root, Latest.FILE)), Latest.class));
        } catch (FileNotFoundException missing) {
            return Optional.empty();
        }
    }

    /**
     * The version in service, with every digest checked. Where {@code latest.json} is missing, torn, or names a version
     * that is not complete, it is the highest complete one, and the log says so. Empty if there is none.
     */
    public Optional<Served> latest() throws IOException {
        String trouble;
        try {
            Optional<Latest> pointer = pointer();
            if (pointer.isPresent()) {
                long number = pointer.get().version();
                return Optional.of(new Served(version(number).read(Check.DIGESTS), folder(number), Optional.empty()));
            }
            trouble = "it is missing";
        } catch (TornDocumentException torn) {
            trouble = "it cannot be read (" + torn.getMessage() + ")";
        } catch (IncompleteVersionException broken) {
            trouble = broken.getMessage();
        }
        Optional<Served> highest = highestComplete(trouble);
        highest.flatMap(Served::notice).ifPresent(LOG::warn);
        return highest;
    }

    private Optional<Served> highestComplete(String trouble) throws IOException {
        List<Long> numbers = numbers();
        for (int i = numbers.size() - 1; i >= 0; i--) {
            long number = numbers.get(i);
            try {
                VersionManifest manifest = version(number).read(Check.DIGESTS);
                String notice = Latest.FILE + " in " + root + " does not lead to a model: " + trouble
                        + ". Using version " + number + ", the highest complete one; mend it with"
                        + " 'registry promote " + number + "'";
                return Optional.of(new Served(manifest, folder(number), Optional.of(notice)));
            } catch (RegistryException unfinished) {
                LOG.debug("{}", unfinished.getMessage());
            }
        }
        return Optional.empty();
    }
}
