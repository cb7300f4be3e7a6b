package io.convoy.spark.ml;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.model.ModelFolder;
import io.convoy.spark.round.EpochReport;
import io.convoy.spark.store.Storage;
import io.convoy.trainer.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A trained network as a transformer: it adds logits, probabilities, the predicted label and its name to a DataFrame
 * with images, and keeps rows and order. Written, it is a model folder, as the commands write and read it, with Spark's
 * metadata beside the weights.
 */
public final class ConvoyModel extends org.apache.spark.ml.Model<ConvoyModel>
        implements ConvoyColumns, DefaultParamsWritable {

    private static final long serialVersionUID = 1;

    private static final String METADATA = "metadata";

    private static final Set<String> OWN_FILES =
            Set.of(METADATA, ModelFolder.MODEL, ModelFolder.METRICS, ModelFolder.RUN);

    private final String uid;
    private @Nullable Model model;
    private transient @Nullable List<EpochReport> history;

    /** Without a network, for Spark's reader of parameters. */
    public ConvoyModel(String uid) {
        this.uid = uid;
        setDefaultColumns();
    }

    /** @param model whose network takes the images of the column, scaled to its input */
    public ConvoyModel(Model model) {
        this(Identifiable.randomUID("convoy"));
        this.model = model;
    }

    ConvoyModel(String uid, Model model, List<EpochReport> history) {
        this(uid);
        this.model = model;
        this.history = List.copyOf(history);
    }

    @Override
    public String uid() {
        return uid;
    }

    /** Weights, network, normalisation and class names. */
    public Model model() {
        if (model == null) {
            throw new IllegalStateException(uid + " has no network; read a model by ConvoyModel.load");
        }
        return model;
    }

    /** The figures of each epoch; empty for a model that was read. */
    public List<EpochReport> history() {
        return history == null ? List.of() : history;
    }

    public ConvoyModel setImageCol(String name) {
        set(imageCol(), name);
        return this;
    }

    public ConvoyModel setFeaturesCol(String name) {
        set(featuresCol(), name);
        return this;
    }

    public ConvoyModel setPredictionCol(String name) {
        set(predictionCol(), name);
        return this;
    }

    public ConvoyModel setProbabilityCol(String name) {
        set(probabilityCol(), name);
        return this;
    }

    public ConvoyModel setRawPredictionCol(String name) {
        set(rawPredictionCol(), name);
        return this;
    }

    public ConvoyModel setPredictedLabelCol(String name) {
        set(predictedLabelCol(), name);
        return this;
    }

    @Override
    public StructType transformSchema(StructType schema) {
        input(schema);
        return withPredictions(schema);
    }

    /** @throws io.convoy.spark.data.DataException when it is computed, if an image is missing or cannot be decoded */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        var schema = transformSchema(dataset.schema());
        var input = input(dataset.schema());
        int columns = dataset.schema().size();
        var scoring = new RowScoring(model(), KernelChoice.AUTO, input.images(), columns, columnsAdded());
        var image = freeName(dataset.schema());
        return dataset.withColumn(image, input.column()).mapPartitions(scoring, Encoders.row(schema));
    }

    private List<RowScoring.Kind> columnsAdded() {
        var kinds = new ArrayList<RowScoring.Kind>();
        add(kinds, rawPredictionCol(), RowScoring.Kind.LOGITS);
        add(kinds, probabilityCol(), RowScoring.Kind.PROBABILITIES);
        add(kinds, predictionCol(), RowScoring.Kind.LABEL);
        add(kinds, predictedLabelCol(), RowScoring.Kind.NAME);
        return kinds;
    }

    private void add(List<RowScoring.Kind> kinds, Param<String> column, RowScoring.Kind kind) {
        if (!getOrDefault(column).isEmpty()) {
            kinds.add(kind);
        }
    }

    /** For the image as it is read, which does not stay in the table. */
    private static String freeName(StructType schema) {
        var name = "convoy_image";
        while (List.of(schema.fieldNames()).contains(name)) {
            name += "_";
        }
        return name;
    }

    @Override
    public ConvoyModel copy(ParamMap extra) {
        var copy = new ConvoyModel(uid, model(), history());
        copyValues(copy, extra);
        copy.setParent(parent());
        return copy;
    }

    @Override
    public MLWriter write() {
        return new Writer();
    }

    public static MLReader<ConvoyModel> read() {
        return new Reader();
    }

    /**
     * Reads a model folder, of {@link #write} or of the commands.
     *
     * @throws io.convoy.spark.data.DataException if there is none
     * @throws UncheckedIOException if it is not a whole, sound model
     */
    public static ConvoyModel load(String path) {
        return read().load(path);
    }

    /** Writes what {@link ParametersReader} reads: the parameters, and nothing of the network. */
    private MLWriter parametersWriter() {
        return DefaultParamsWritable.super.write();
    }

    /** Spark's metadata first: a folder without weights is no model. */
    private final class Writer extends MLWriter {

        /**
         * @throws IOException if it cannot be written, or is to replace a folder that holds what Convoy did not write
         */
        @Override
        public void save(String path) throws IOException {
            if (shouldOverwrite()) {
                requireReplaceable(new Path(path));
            }
            super.save(path);
        }

        private void requireReplaceable(Path folder) throws IOException {
            for (var file : Storage.at(folder, hadoop()).list(folder)) {
                if (!OWN_FILES.contains(file.getPath().getName())) {
                    throw new IOException(folder + " holds " + file.getPath().getName()
                            + ", which is no part of a model, and is not replaced; name another folder");
                }
            }
        }

        @Override
        public void saveImpl(String path) {
            try {
                parametersWriter().save(path);
                new ModelFolder(path, hadoop()).writeModel(model());
            } catch (IOException e) {
                throw new UncheckedIOException(path + ": cannot be written: " + e.getMessage(), e);
            }
        }

        private Configuration hadoop() {
            return sparkSession().sparkContext().hadoopConfiguration();
        }
    }

    private static final class Reader extends MLReader<ConvoyModel> {

        @Override
        public ConvoyModel load(String path) {
            try {
                var hadoop = sparkSession().sparkContext().hadoopConfiguration();
                var network = ModelFolder.read(path, hadoop);
                var metadata = new Path(path, METADATA);
                if (!Storage.at(metadata, hadoop).exists(metadata)) { // a command's
                    return new ConvoyModel(network);
                }
                var model = new ParametersReader<ConvoyModel>().read().load(path);
                model.model = network;
                return model;
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
    }
}
