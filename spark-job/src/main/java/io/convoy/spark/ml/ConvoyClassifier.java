package io.convoy.spark.ml;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.LabelledData;
import io.convoy.spark.data.TableImages;
import io.convoy.spark.fit.AssessmentSettings;
import io.convoy.spark.fit.Fit;
import io.convoy.spark.fit.TrainingEvents;
import io.convoy.spark.fit.TrainingRequest;
import io.convoy.trainer.averaging.AveragingSettings;
import io.convoy.trainer.averaging.MomentumAveraging;
import io.convoy.trainer.averaging.OuterOptimiser;
import io.convoy.trainer.averaging.Period;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Networks;
import io.convoy.trainer.optim.DecayedParameters;
import io.convoy.trainer.optim.LearningRateSchedule;
import io.convoy.trainer.optim.Sgd;
import io.convoy.trainer.training.TrainingSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a convolutional network on the images and labels of a DataFrame by parameter averaging. The parameters have
 * the names and defaults of the command's options; the same images in the same order with the same settings give the
 * same weights as there. {@link #fit} is cancelled by interrupting its thread.
 */
public final class ConvoyClassifier extends Estimator<ConvoyModel> implements ConvoyColumns, DefaultParamsWritable {

    private static final long serialVersionUID = 1;

    private static final String COSINE = "cosine";

    private final String uid;

    public ConvoyClassifier() {
        this(Identifiable.randomUID("convoyClassifier"));
    }

    public ConvoyClassifier(String uid) {
        this.uid = uid;
        setDefaultColumns();
        setDefault(labelCol(), "label");
        setDefault(validationIndicatorCol(), "");
        setDefault(imageShape(), "");
        setDefault(network(), "lenet");
        setDefault(classNames(), new String[0]);
        setDefault(shards(), 2);
        setDefault(epochs(), 10);
        setDefault(batchSize(), 64);
        setDefault(learningRate(), 0.08);
        setDefault(momentum(), 0.9);
        setDefault(weightDecay(), 0.001);
        setDefault(schedule(), COSINE);
        setDefault(warmUpEpochs(), 1.0);
        setDefault(averageEvery(), 0);
        setDefault(seed(), 1L);
    }

    @Override
    public String uid() {
        return uid;
    }

    public Param<String> labelCol() {
        return new Param<>(this, "labelCol", "column of labels: whole numbers from 0, or words");
    }

    public Param<String> validationIndicatorCol() {
        return new Param<>(
                this,
                "validationIndicatorCol",
                "column that is true for images to measure on after each epoch and not to learn from; empty for none");
    }

    public Param<String> imageShape() {
        return new Param<>(
                this,
                "imageShape",
                "channels x height x width of the network's input, such as 1x28x28, to which images are scaled; empty:"
                        + " that of the first image, where it tells its own",
                text -> text.isEmpty() || ConvoyColumns.SHAPE.matcher(text).matches());
    }

    public Param<String> network() {
        return new Param<>(this, "network", "the network by its name", ParamValidators.inArray(Networks.names()));
    }

    public StringArrayParam classNames() {
        return new StringArrayParam(
                this, "classNames", "names of the labels from 0 on; empty: the words, or the numbers, that are there");
    }

    public IntParam shards() {
        return new IntParam(
                this,
                "shards",
                "parts of the images that learn side by side; their number decides the result, not only the speed",
                ParamValidators.inRange(1, 100_000));
    }

    public IntParam epochs() {
        return new IntParam(this, "epochs", "passes over all training images", ParamValidators.inRange(1, 100_000));
    }

    public IntParam batchSize() {
        return new IntParam(
                this,
                "batchSize",
                "images of a shard between two changes of its weights",
                ParamValidators.inRange(1, 65_536));
    }

    public DoubleParam learningRate() {
        return new DoubleParam(
                this,
                "learningRate",
                "how far a step goes along the gradient",
                ParamValidators.inRange(0, 1000, false, true));
    }

    public DoubleParam momentum() {
        return new DoubleParam(
                this,
                "momentum",
                "how much of the last step is in the next one",
                ParamValidators.inRange(0, 1, true, false));
    }

    public DoubleParam weightDecay() {
        return new DoubleParam(
                this, "weightDecay", "how strongly weights are drawn to 0", ParamValidators.inRange(0, 1));
    }

    public Param<String> schedule() {
        return new Param<>(
                this,
                "schedule",
                "how the learning rate changes over the epochs: constant or cosine",
                ParamValidators.inArray(List.of("constant", COSINE)));
    }

    public DoubleParam warmUpEpochs() {
        return new DoubleParam(
                this,
                "warmUpEpochs",
                "the learning rate rises from 0 during so many epochs",
                ParamValidators.inRange(0, 100_000));
    }

    public IntParam averageEvery() {
        return new IntParam(
                this,
                "averageEvery",
                "batches each shard learns from before the weights are averaged; 0 for an epoch",
                ParamValidators.gtEq(0));
    }

    public LongParam seed() {
        return new LongParam(this, "seed", "draws the first weights, the shards and the order of the images");
    }

    public ConvoyClassifier setImageCol(String name) {
        set(imageCol(), name);
        return this;
    }

    public ConvoyClassifier setFeaturesCol(String name) {
        set(featuresCol(), name);
        return this;
    }

    public ConvoyClassifier setLabelCol(String name) {
        set(labelCol(), name);
        return this;
    }

    public ConvoyClassifier setPredictionCol(String name) {
        set(predictionCol(), name);
        return this;
    }

    public ConvoyClassifier setProbabilityCol(String name) {
        set(probabilityCol(), name);
        return this;
    }

    public ConvoyClassifier setRawPredictionCol(String name) {
        set(rawPredictionCol(), name);
        return this;
    }

    public ConvoyClassifier setPredictedLabelCol(String name) {
        set(predictedLabelCol(), name);
        return this;
    }

    public ConvoyClassifier setValidationIndicatorCol(String name) {
        set(validationIndicatorCol(), name);
        return this;
    }

    public ConvoyClassifier setImageShape(String shape) {
        set(imageShape(), shape);
        return this;
    }

    public ConvoyClassifier setNetwork(String name) {
        set(network(), name);
        return this;
    }

    public ConvoyClassifier setClassNames(String... names) {
        set(classNames(), names.clone());
        return this;
    }

    public ConvoyClassifier setShards(int shards) {
        set(shards(), shards);
        return this;
    }

    public ConvoyClassifier setEpochs(int epochs) {
        set(epochs(), epochs);
        return this;
    }

    public ConvoyClassifier setBatchSize(int images) {
        set(batchSize(), images);
        return this;
    }

    public ConvoyClassifier setLearningRate(double rate) {
        set(learningRate(), rate);
        return this;
    }

    public ConvoyClassifier setMomentum(double momentum) {
        set(momentum(), momentum);
        return this;
    }

    public ConvoyClassifier setWeightDecay(double decay) {
        set(weightDecay(), decay);
        return this;
    }

    public ConvoyClassifier setSchedule(String schedule) {
        set(schedule(), schedule);
        return this;
    }

    public ConvoyClassifier setWarmUpEpochs(double epochs) {
        set(warmUpEpochs(), epochs);
        return this;
    }

    public ConvoyClassifier setAverageEvery(int batches) {
        set(averageEvery(), batches);
        return this;
    }

    public ConvoyClassifier setSeed(long seed) {
        set(seed(), seed);
        return this;
    }

    @Override
    public StructType transformSchema(StructType schema) {
        input(schema);
        var label = ConvoyColumns.field(schema, labelCol(), getOrDefault(labelCol()));
        if (!(label.dataType() instanceof NumericType || label.dataType() instanceof StringType)) {
            throw new IllegalArgumentException("labelCol '%s' is of type %s where numbers or words are expected"
                    .formatted(label.name(), label.dataType().sql()));
        }
        indicator().ifPresent(name -> {
            var indicator = ConvoyColumns.field(schema, validationIndicatorCol(), name);
            if (!(indicator.dataType() instanceof BooleanType)) {
                throw new IllegalArgumentException("validationIndicatorCol '%s' is of type %s where BOOLEAN is expected"
                        .formatted(name, indicator.dataType().sql()));
            }
        });
        return withPredictions(schema);
    }

    private Optional<String> indicator() {
        return Optional.of(getOrDefault(validationIndicatorCol())).filter(name -> !name.isEmpty());
    }

    /**
     * Trains, on the thread that calls.
     *
     * @throws IllegalArgumentException if columns or parameters do not fit
     * @throws io.convoy.spark.data.DataException if an image or a label is missing or cannot be used
     * @throws io.convoy.trainer.training.DivergenceException if the training diverges
     * @throws CancellationException if the thread was interrupted, which it is after
     */
    @Override
    public ConvoyModel fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        var spark = new JavaSparkContext(dataset.sparkSession().sparkContext());
        try {
            var trained = Fit.run(spark, () -> request(dataset), TrainingEvents.NONE);
            var model = new ConvoyModel(uid, trained.model(), trained.history());
            copyValues(model, ParamMap.empty());
            model.setParent(this);
            return model;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancellationException)
                    new CancellationException("the thread that fits was interrupted").initCause(e);
        }
    }

    private TrainingRequest request(Dataset<?> dataset) {
        var shape = Optional.of(getOrDefault(imageShape()))
                .filter(text -> !text.isEmpty())
                .map(ConvoyColumns::shape);
        var learned = indicator().<Dataset<?>>map(name -> dataset.filter(functions.not(TableImages.named(name))));
        var train = images(learned.orElse(dataset), shape, List.of(getOrDefault(classNames())));
        Optional<LabelledData> measured = indicator()
                .map(name -> images(
                        dataset.filter(TableImages.named(name)), Optional.of(train.shape()), train.classNames()));
        var names = train.classNames();
        return new TrainingRequest(
                train,
                measured,
                Networks.create(getOrDefault(network()), train.shape(), names.size()),
                names,
                settings(),
                averaging(),
                (int) getOrDefault(epochs()),
                AssessmentSettings.EACH_EPOCH,
                Optional.of((int) getOrDefault(shards())),
                KernelChoice.AUTO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private TableImages images(Dataset<?> table, Optional<ImageShape> shape, List<String> names) {
        var input = input(table.schema());
        return TableImages.of(table, input.column(), input.images(), getOrDefault(labelCol()), shape, names);
    }

    private TrainingSettings settings() {
        double rate = (double) getOrDefault(learningRate());
        int duration = (int) getOrDefault(epochs());
        double warmUp = (double) getOrDefault(warmUpEpochs());
        LearningRateSchedule whole = getOrDefault(schedule()).equals(COSINE)
                ? new LearningRateSchedule.Cosine(rate, 0, duration)
                : new LearningRateSchedule.Constant(rate);
        return new TrainingSettings(
                (int) getOrDefault(batchSize()),
                warmUp > 0 ? new LearningRateSchedule.WarmUp(warmUp, whole) : whole,
                new Sgd((double) getOrDefault(momentum()), (double) getOrDefault(weightDecay())),
                DecayedParameters.usual(getOrDefault(network())),
                0,
                0,
                List.of(),
                0,
                (long) getOrDefault(seed()));
    }

    private AveragingSettings averaging() {
        int every = (int) getOrDefault(averageEvery());
        return every == 0
                ? AveragingSettings.EVERY_EPOCH
                : new AveragingSettings(
                        new Period.Constant(every), MomentumAveraging.AVERAGE, new OuterOptimiser.Mean(1));
    }

    @Override
    public ConvoyClassifier copy(ParamMap extra) {
        return (ConvoyClassifier) defaultCopy(extra);
    }

    public static MLReader<ConvoyClassifier> read() {
        return new ParametersReader<ConvoyClassifier>().read();
    }

    public static ConvoyClassifier load(String path) {
        return read().load(path);
    }
}
