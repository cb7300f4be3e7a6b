package io.convoy.spark.model;

import io.convoy.spark.data.DataException;
import io.convoy.spark.store.Content;
import io.convoy.spark.store.Json;
import io.convoy.spark.store.Storage;
import io.convoy.spark.store.Store;
import io.convoy.spark.store.StoreException;
import io.convoy.spark.store.TornDocumentException;
import io.convoy.trainer.model.Model;
import io.convoy.trainer.model.ModelFile;
import io.convoy.trainer.model.ModelFormatException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The folder of one model. Nothing is created before the first file is written. {@code run.json} comes last: a folder
 * without it holds the last complete epoch of a run that did not end.
 */
public final class ModelFolder {

    public static final String MODEL = "model.safetensors";
    public static final String METRICS = "metrics.jsonl";
    /** In {@code run.json} of a training that did not come to its end, false. */
    public static final String COMPLETE = "complete";

    public static final String RUN = "run.json";

    private static final Set<String> FILES = Set.of(MODEL, METRICS, RUN);

    /** What tells Convoy's files from others of the same name. */
    private static final Set<String> OF_RUN = Set.of("convoy", "weightsDigest");

    private static final Set<String> OF_METRICS = Set.of("epoch", "weightsDigest");

    private static final int MOST_BYTES = 16 << 20;
    private static final int ATTEMPTS = 10;

    private final Path folder;
    private final Configuration hadoop;

    /** @throws IllegalArgumentException if that is no URI */
    public ModelFolder(String uri, Configuration hadoop) {
        this.folder = new Path(uri);
        this.hadoop = hadoop;
    }

    /** Why a run cannot write here, with the mend; nothing if it can. Tries it with an empty file, which it removes. */
    public Optional<String> obstacle(boolean overwrite) {
        return obstacle(overwrite, false);
    }

    /** @param goingOn whether the folder may hold a run that did not end */
    public Optional<String> obstacle(boolean overwrite, boolean goingOn) {
        var unwritable = Storage.obstacle(folder, hadoop);
        if (unwritable.isPresent()) {
            return unwritable;
        }
        try {
            var store = Store.at(folder, hadoop);
            var names = names(store.storage());
            boolean ended = names.contains(RUN) && !isInterrupted(store.storage());
            boolean unfinished = goingOn && !ended && FILES.containsAll(names);
            if (!overwrite && !names.isEmpty() && !unfinished) {
                return Optional.of("is not empty; choose another folder or add --overwrite");
            }
            return stranger(store.storage())
                    .map(name -> "holds " + name + ", which Convoy did not write; choose another folder");
        } catch (IOException e) {
            return Optional.of("cannot be read (" + e.getMessage() + "); choose another folder");
        }
    }

    /** Takes back the report of an earlier run, which would not be that of the model to come. */
    public void begin() throws IOException {
        var store = Store.at(folder, hadoop);
        var stranger = stranger(store.storage());
        if (stranger.isPresent()) {
            throw new StoreException(
                    folder + " holds " + stranger.get() + ", which Convoy did not write; name another folder");
        }
        store.clearDrafts(folder, FILES);
        store.storage().delete(new Path(folder, RUN));
        store.storage().delete(new Path(folder, METRICS));
    }

    public void writeModel(Model model) throws IOException {
        write(MODEL, out -> ModelFile.write(model, out));
    }

    /** Replaces all lines. */
    public void writeMetrics(List<String> lines) throws IOException {
        write(METRICS, String.join("\n", lines));
    }

    public void writeRun(String json) throws IOException {
        write(RUN, json);
    }

    /**
     * Reads a model folder or a model file.
     *
     * @throws DataException if there is none or it cannot be read
     * @throws ModelFormatException if the file is not a whole, sound model
     */
    public static Model read(String uri, Configuration hadoop) throws ModelFormatException {
        try {
            var path = new Path(uri);
            var storage = Storage.at(path, hadoop);
            if (storage.fileSystem().getFileStatus(path).isDirectory()) {
                path = new Path(path, MODEL);
            }
            for (int attempt = 1; ; attempt++) {
                var status = storage.fileSystem().getFileStatus(path);
                try (var in = storage.open(path)) {
                    return ModelFile.read(path.toString(), in, status.getLen());
                } catch (IOException e) {
                    // Perhaps it was replaced between the look at its length and the last byte.
                    if (attempt == ATTEMPTS
                            || isSame(status, storage.fileSystem().getFileStatus(path))) {
                        throw e;
                    }
                }
            }
        } catch (ModelFormatException e) {
            throw e;
        } catch (FileNotFoundException e) {
            throw new DataException(uri + ": there is no " + MODEL + "; name a model folder or a .safetensors file");
        } catch (IOException | IllegalArgumentException e) {
            throw new DataException(uri + ": cannot be read: " + e.getMessage());
        }
    }

    private static boolean isSame(FileStatus one, FileStatus other) {
        return one.getLen() == other.getLen() && one.getModificationTime() == other.getModificationTime();
    }

    private void write(String name, String text) throws IOException {
        write(name, out -> out.write((text + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    private void write(String name, Content content) throws IOException {
        Store.at(folder, hadoop).replace(new Path(folder, name), content);
    }

    /** Names with a leading dot do not count: they are of no model, and nobody touches them. */
    private Set<String> names(Storage storage) throws IOException {
        return storage.list(folder).stream()
                .map(entry -> entry.getPath().getName())
                .filter(name -> !name.startsWith("."))
                .collect(Collectors.toSet());
    }

    private boolean isInterrupted(Storage storage) throws IOException {
        try (var in = storage.open(new Path(folder, RUN))) {
            return Boolean.FALSE.equals(Json.object(in.readNBytes(MOST_BYTES)).get(COMPLETE));
        } catch (TornDocumentException noneOfOurs) {
            return false;
        }
    }

    /** A file that would be replaced though Convoy did not write it. */
    private Optional<String> stranger(Storage storage) throws IOException {
        for (var entry : storage.list(folder)) {
            var name = entry.getPath().getName();
            if (FILES.contains(name) && !(entry.isFile() && isOurs(storage, entry.getPath()))) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private static boolean isOurs(Storage storage, Path file) throws IOException {
        try (var in = storage.open(file)) {
            return switch (file.getName()) {
                case MODEL -> isModel(in);
                case RUN -> Json.object(in.readNBytes(MOST_BYTES)).keySet().containsAll(OF_RUN);
                default ->
                    Json.object(firstLine(in.readNBytes(MOST_BYTES))).keySet().containsAll(OF_METRICS);
            };
        } catch (TornDocumentException noneOfOurs) {
            return false;
        }
    }

    private static boolean isModel(InputStream in) throws IOException {
        var length = in.readNBytes(Long.BYTES);
        long bytes = length.length < Long.BYTES
                ? 0
                : ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (bytes <= 0 || bytes > MOST_BYTES) {
            return false;
        }
        var header = Json.object(in.readNBytes((int) bytes));
        return header.get("__metadata__") instanceof Map<?, ?> metadata && "convoy".equals(metadata.get("format"));
    }

    private static byte[] firstLine(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return Arrays.copyOf(bytes, end);
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
