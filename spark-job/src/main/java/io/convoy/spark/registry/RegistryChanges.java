package io.convoy.spark.registry;

import io.convoy.spark.registry.Latest.Withdrawn;
import io.convoy.spark.registry.VersionFolder.Check;
import io.convoy.spark.store.FolderLock;
import io.convoy.spark.store.Json;
import io.convoy.spark.store.LockHolder;
import io.convoy.spark.store.OnLocked;
import io.convoy.spark.store.Storage;
import io.convoy.spark.store.TornDocumentException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Everything that changes what a registry's readers see. Each change takes seconds and holds a lock of its own, apart
 * from the lock of a run, so that an operator can roll back while a training goes on.
 */
public final class RegistryChanges {

    private static final Logger LOG = LogManager.getLogger(RegistryChanges.class);

    private static final String PROMOTE = "promote";

    private static final long EXPIRY_SECONDS = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration GRACE = Duration.ofDays(1);

    private final Registry registry;
    private final String applicationId;

    /** @param applicationId Spark's, or any text that names the caller; shown to whoever finds the lock held */
    public RegistryChanges(Registry registry, String applicationId) {
        this.registry = registry;
        this.applicationId = applicationId;
    }

    @FunctionalInterface
    private interface Change<T> {
        T make(FolderLock lock) throws IOException;
    }

    /**
     * Publishes a model and puts it in service. A run whose version was in service before is finished, whatever serves
     * now; one that was killed between the two steps gets the version it has.
     *
     * @param champion the version that the gate compared with; empty if none was in service
     * @param begunFrom the version that must not have been rolled back; empty if any may
     * @throws ChampionChangedException if another version is in service by now: the gate has to decide again
     * @throws RolledBackException if {@code begunFrom} was
     */
    public long publish(
            FileSystem fileSystem,
            Path model,
            RunId run,
            Optional<Long> champion,
            Optional<Long> begunFrom,
            Map<String, String> facts)
            throws IOException {
        return change("publish", lock -> {
            Optional<Long> finished = servedFrom(run);
            if (finished.isPresent()) {
                return finished.get();
            }
            requireNotRolledBack(begunFrom);
            Optional<Long> now =
                    registry.latest().map(served -> served.manifest().version());
            Optional<Long> begun = publishedBy(run);
            // Where nothing says what serves, the version that the run has may stand in for it.
            if (!now.equals(champion) && !(begun.isPresent() && now.equals(begun))) {
                throw new ChampionChangedException(champion, now);
            }
            long version = begun.isPresent() ? begun.get() : write(fileSystem, model, run, facts, lock);
            pointTo(version, "publish", lock);
            return version;
        });
    }

    private void requireNotRolledBack(Optional<Long> begunFrom) throws IOException {
        Optional<Latest> pointer = readablePointer();
        if (begunFrom.isPresent()
                && pointer.filter(latest -> latest.isWithdrawn(begunFrom.get())).isPresent()) {
            throw new RolledBackException(begunFrom.get(), pointer.get().version());
        }
    }

    /** Whether a version was taken out of service for an earlier one, and not put back. */
    public boolean isRolledBack(long version) throws IOException {
        return readablePointer().filter(latest -> latest.isWithdrawn(version)).isPresent();
    }

    /** The version of that run which is or was in service; empty if there is none. */
    public Optional<Long> servedFrom(RunId run) throws IOException {
        Optional<Latest> pointer = readablePointer();
        Optional<Long> published = publishedBy(run);
        if (pointer.isEmpty()) {
            return Optional.empty();
        }
        // A version that was rolled back may be deleted since.
        return published
                .filter(version -> pointer.get().hasServed(version))
                .or(() -> pointer.get().withdrawn().stream()
                        .filter(left -> run.value().equals(left.runId()))
                        .map(Withdrawn::version)
                        .findFirst());
    }

    private Optional<Long> publishedBy(RunId run) throws IOException {
        return registry.versions().stream()
                .filter(manifest -> manifest.runId().equals(run.value()))
                .map(VersionManifest::version)
                .findFirst();
    }

    private long write(FileSystem fileSystem, Path model, RunId run, Map<String, String> facts, FolderLock lock)
            throws IOException {
        clearStaging();
        Path staging = new Path(registry.root(), "staging/" + UUID.randomUUID());
        List<String> names = VersionFolder.filesOf(fileSystem, model);
        List<Long> taken = registry.numbers();
        long number = taken.isEmpty() ? 1 : taken.get(taken.size() - 1) + 1;
        while (true) {
            lock.ensureHeld();
            VersionFolder version = registry.version(number);
            boolean published = registry.store().publish(staging, version.path(), names, folder -> {
                version.write(folder, fileSystem, model, names, run.value(), facts);
                lock.ensureHeld();
                version.mark(folder);
            });
            if (published) {
                version.read(Check.DIGESTS);
                return number;
            }
            number++;
        }
    }

    /** Puts a complete version in service. */
    public void promote(long version) throws IOException {
        change(PROMOTE, lock -> {
            registry.load(version);
            pointTo(version, PROMOTE, lock);
            return version;
        });
    }

    /**
     * Puts the version in service that was there before; the one it leaves is forgotten, so that another rollback goes
     * further back.
     *
     * @return the version that is in service now
     * @throws RegistryException if there is none to go back to
     */
    public long rollback() throws IOException {
        return change("rollback", lock -> {
            Latest latest = readablePointer()
                    .orElseThrow(() -> new RegistryException(Latest.FILE + " in " + registry.root()
                            + " is missing or torn, so what served before is not known:"
                            + " choose a version with 'registry promote'"));
            List<Long> earlier = latest.earlier();
            for (long candidate : earlier) {
                try {
                    registry.version(candidate).read(Check.DIGESTS);
                } catch (IncompleteVersionException pruned) {
                    LOG.info("Passing over {}", pruned.getMessage());
                    continue;
                }
                Latest back = latest.backTo(candidate, Instant.now(), "rollback");
                write(back.withdrawing(latest.version(), runOf(latest.version())), lock);
                return candidate;
            }
            throw new RegistryException("version " + latest.version() + " in " + registry.root()
                    + " has no complete one that served before it; see 'registry list'");
        });
    }

    private @Nullable String runOf(long version) throws IOException {
        try {
            return registry.version(version).read(Check.LENGTHS).runId();
        } catch (IncompleteVersionException damaged) {
            return null;
        }
    }

    /**
     * Deletes all but the newest {@code keep} complete versions. Kept besides: the version in service, the highest one,
     * the one that was in service until less than a day ago, and each that is younger than a day. What killed
     * publishers left is deleted after a day. Of a version only the files that it lists are deleted.
     *
     * @return the versions that were deleted
     */
    public List<Long> prune(int keep, Instant now) throws IOException {
        if (keep < 1) {
            throw new IllegalArgumentException("expected keep from 1 up but found " + keep);
        }
        return change("prune", lock -> {
            Set<Long> kept = keptVersions(keep, now);
            List<Long> deleted = new ArrayList<>();
            for (long number : registry.numbers()) {
                if (!kept.contains(number)) {
                    lock.ensureHeld();
                    if (delete(number)) {
                        deleted.add(number);
                    }
                }
            }
            clearStaging();
            return deleted;
        });
    }

    private Set<Long> keptVersions(int keep, Instant now) throws IOException {
        List<VersionManifest> complete = registry.versions();
        Set<Long> kept = new HashSet<>();
        complete.stream()
                .skip(Math.max(0, complete.size() - keep))
                .map(VersionManifest::version)
                .forEach(kept::add);
        complete.stream()
                .filter(manifest -> isYoung(manifest.published(), now))
                .map(VersionManifest::version)
                .forEach(kept::add);
        registry.latest().ifPresent(served -> kept.add(served.manifest().version()));
        Optional<Latest> pointer = readablePointer();
        pointer.ifPresent(latest -> kept.add(latest.version()));
        pointer.filter(latest -> isYoung(latest.changed(), now))
                .flatMap(latest -> latest.earlier().stream().findFirst())
                .ifPresent(kept::add);
        Set<Long> unfinished = new HashSet<>(registry.numbers());
        complete.forEach(manifest -> unfinished.remove(manifest.version()));
        for (long number : unfinished) {
            if (isYoung(lastWrite(registry.folder(number)), now)) {
                kept.add(number);
            }
        }
        return kept;
    }

    /** By the files below: object stores know no time of a folder. */
    private Instant lastWrite(Path folder) throws IOException {
        long newest = 0;
        for (FileStatus file : registry.storage().filesBelow(folder)) {
            newest = Math.max(newest, file.getModificationTime());
        }
        return Instant.ofEpochMilli(newest);
    }

    private static boolean isYoung(Instant time, Instant now) {
        return time.plus(GRACE).isAfter(now);
    }

    private boolean delete(long number) throws IOException {
        try {
            if (registry.version(number).delete()) {
                return true;
            }
            LOG.warn("{} holds files that Convoy did not write; they stay", registry.folder(number));
        } catch (IncompleteVersionException unlisted) {
            LOG.warn("{}; nothing tells which of its files Convoy wrote, so they stay", unlisted.getMessage());
        }
        return false;
    }

    /** Only the holder of the lock for changes writes there, so that what is there was left by one that was killed. */
    private void clearStaging() throws IOException {
        Storage storage = registry.storage();
        for (FileStatus entry : storage.list(new Path(registry.root(), "staging"))) {
            storage.deleteStaging(entry);
        }
    }

    private void pointTo(long version, String by, FolderLock lock) throws IOException {
        Instant now = Instant.now();
        Optional<Latest> before = readablePointer();
        if (before.isEmpty()) {
            write(Latest.first(version, now, by), lock);
        } else if (before.get().version() != version) {
            long left = before.get().version();
            Latest next = before.get().followedBy(version, now, by);
            boolean back = by.equals(PROMOTE) && version < left;
            write(back ? next.withdrawing(left, runOf(left)) : next, lock);
        }
    }

    private void write(Latest latest, FolderLock lock) throws IOException {
        lock.ensureHeld();
        registry.store().replace(new Path(registry.root(), Latest.FILE), Json.bytes(latest));
        LOG.info("Version {} is in service in {} ({})", latest.version(), registry.root(), latest.changedBy());
    }

    private Optional<Latest> readablePointer() throws IOException {
        try {
            return registry.pointer();
        } catch (TornDocumentException torn) {
            LOG.warn("{} in {} cannot be read: {}", Latest.FILE, registry.root(), torn.getMessage());
            return Optional.empty();
        }
    }

    private <T> T change(String what, Change<T> change) throws IOException {
        LockHolder holder = LockHolder.here(applicationId, what, EXPIRY_SECONDS);
        Path folder = new Path(registry.root(), "locks/change");
        try (FolderLock lock = FolderLock.acquire(registry.storage(), folder, holder, OnLocked.WAIT, PATIENCE)
                .orElseThrow()) {
            registry.store().clearDrafts(registry.root(), Set.of(Latest.FILE, Marker.FILE));
            return change.make(lock);
        }
    }
}
