package io.convoy.spark.registry;

import io.convoy.spark.store.Json;
import io.convoy.spark.store.Store;
import io.convoy.spark.store.TornDocumentException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** {@code runs/RUN_ID/}: what one scheduled run leaves behind, readable at every moment. */
public final class RunFolder {

    private static final Logger LOG = LogManager.getLogger(RunFolder.class);

    private static final String STATUS = "status.json";
    private static final String DECISION = "decision.json";
    private static final String DATA = "data.json";
    private static final String START = "start.json";

    private final Store store;
    private final Path path;

    RunFolder(Store store, Path path) {
        this.store = store;
        this.path = path;
    }

    public Path path() {
        return path;
    }

    /** Where the run's model is written before it is published. */
    public Path model() {
        return new Path(path, "model");
    }

    /** What an unfinished run goes on from. */
    public Path checkpoints() {
        return new Path(path, "checkpoints");
    }

    public boolean hasCheckpoints() throws IOException {
        return store.storage().list(checkpoints()).stream().anyMatch(FileStatus::isFile);
    }

    /** Deletes what attempts that were killed left half written. For the holder of the run's lock. */
    public void clearDrafts() throws IOException {
        store.clearDrafts(path, Set.of(STATUS, DECISION, DATA, START));
    }

    /** Empty if the run was never begun; a status that was torn by a crash counts as none, and is told in the log. */
    public Optional<RunStatus> status() throws IOException {
        return read(STATUS, RunStatus.class);
    }

    public void write(RunStatus status) throws IOException {
        store.replace(new Path(path, STATUS), Json.bytes(status));
    }

    public Optional<GateDecision> decision() throws IOException {
        return read(DECISION, GateDecision.class);
    }

    public void write(GateDecision decision) throws IOException {
        store.replace(new Path(path, DECISION), Json.bytes(decision));
    }

    public Optional<DataManifest> data() throws IOException {
        return read(DATA, DataManifest.class);
    }

    public void write(DataManifest data) throws IOException {
        store.replace(new Path(path, DATA), Json.bytes(data));
    }

    public Optional<RunStart> start() throws IOException {
        return read(START, RunStart.class);
    }

    public void write(RunStart start) throws IOException {
        store.replace(new Path(path, START), Json.bytes(start));
    }

    private <T> Optional<T> read(String name, Class<T> type) throws IOException {
        Path file = new Path(path, name);
        try {
            return Optional.of(Json.parse(store.storage().read(file), type));
        } catch (FileNotFoundException missing) {
            return Optional.empty();
        } catch (TornDocumentException torn) {
            LOG.warn("{} is not whole and counts as missing: {}", file, torn.getMessage());
            return Optional.empty();
        }
    }
}
