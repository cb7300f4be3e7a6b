package io.convoy.spark.model;

import io.convoy.spark.data.DataException;
import io.convoy.spark.store.WholeFile;
import io.convoy.trainer.model.Model;
import io.convoy.trainer.model.ModelFile;
import io.convoy.trainer.model.ModelFormatException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder of one model. Nothing is created before the first file is written. {@code run.json} comes last: a folder
 * without it holds the last complete epoch of a run that did not end.
 */
public final class ModelFolder {

    public static final String MODEL = "model.safetensors";
    public static final String METRICS = "metrics.jsonl";
    public static final String RUN = "run.json";

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
        try {
            var fileSystem = WholeFile.fileSystem(folder, hadoop);
            if (fileSystem.exists(folder)) {
                if (fileSystem.getFileStatus(folder).isFile()) {
                    return Optional.of("is a file; name a folder");
                }
                if (!overwrite && !isEmpty(fileSystem) && !(goingOn && holdsUnfinishedRun(fileSystem))) {
                    return Optional.of("is not empty; choose another folder or add --overwrite");
                }
            }
            WholeFile.probe(fileSystem, folder);
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of("cannot be written (" + e.getMessage() + "); choose another folder");
        }
    }

    /** Takes back the report of an earlier run, which would not be that of the model to come. */
    public void begin() throws IOException {
        var fileSystem = WholeFile.fileSystem(folder, hadoop);
        fileSystem.delete(new Path(folder, RUN), false);
        fileSystem.delete(new Path(folder, METRICS), false);
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
            var fileSystem = WholeFile.fileSystem(path, hadoop);
            var status = fileSystem.getFileStatus(path);
            if (status.isDirectory()) {
                path = new Path(path, MODEL);
                status = fileSystem.getFileStatus(path);
            }
            try (var in = fileSystem.open(path)) {
                return ModelFile.read(path.toString(), in, status.getLen());
            }
        } catch (ModelFormatException e) {
            throw e;
        } catch (FileNotFoundException e) {
            throw new DataException(uri + ": there is no " + MODEL + "; name a model folder or a .safetensors file");
        } catch (IOException | IllegalArgumentException e) {
            throw new DataException(uri + ": cannot be read: " + e.getMessage());
        }
    }

    private void write(String name, String text) throws IOException {
        write(name, out -> out.write((text + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    private void write(String name, WholeFile.Content content) throws IOException {
        new WholeFile(new Path(folder, name), hadoop).write(content);
    }

    private boolean holdsUnfinishedRun(FileSystem fileSystem) throws IOException {
        return Arrays.stream(fileSystem.listStatus(folder))
                .map(status -> status.getPath().getName())
                .allMatch(name -> name.startsWith(".") || name.equals(MODEL) || name.equals(METRICS));
    }

    /** Names with a leading dot are left-overs of a run that was killed while it wrote. */
    private boolean isEmpty(FileSystem fileSystem) throws IOException {
        return Arrays.stream(fileSystem.listStatus(folder))
                .allMatch(status -> status.getPath().getName().startsWith("."));
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
