package io.convoy.spark.cli;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.ImageSource;
import io.convoy.spark.data.ParquetImages;
import io.convoy.spark.round.ScoredImages;
import io.convoy.spark.score.PredictionFormat;
import io.convoy.spark.score.PredictionTable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Tells what a model sees in images. */
final class PredictCommand implements Command<PredictCommand.Request> {

    static final Option<String> IMAGES = Option.uri(
            "images",
            "URI",
            "an IDX file, a Parquet file or folder, or a folder of PNG and JPEG images,",
            "photos",
            "The images. PNG, JPEG and Spark's images of any size are stretched to the model's, and colours become grey"
                    + " where it takes grey.");
    static final Option<String> IMAGE_COLUMN = column(
                    "imageColumn",
                    "image",
                    "In Parquet the column of the images: Spark's image struct, a struct with PNG or JPEG files in its"
                            + " field bytes, or binary with such files or the unsigned bytes channels x height x width"
                            + " of the model.")
            .withDefault("image");
    static final Option<String> ID_COLUMN = column(
            "idColumn",
            "image.origin",
            "In Parquet the column, of strings or whole numbers, that names the images in the table. Without it they"
                    + " count from 0, by the order of the files' paths.");
    static final Option<String> OUTPUT = Option.uri(
                    "output",
                    "URI",
                    "- for standard output, or a file, or for Parquet a folder",
                    "-",
                    "Where the table goes. It is written whole or not at all, in the order of the images.")
            .withDefault("-");
    static final Option<PredictionFormat> FORMAT = Option.choice(
                    "format",
                    PredictionFormat.BY_NAME,
                    "jsonl",
                    "JSON objects, one a line, comma-separated values, or Parquet, which the executors write.")
            .withDefault("jsonl");

    private static final String STANDARD_OUTPUT = "-";

    record Request(
            ModelChoice model,
            String images,
            ParquetImages.Columns columns,
            String output,
            PredictionFormat format,
            int maxBad,
            KernelChoice kernels) {}

    private static Option<String> column(String key, String example, String help) {
        return new Option<>(
                key,
                "NAME",
                text -> {
                    if (text.isEmpty()) {
                        throw new IllegalArgumentException();
                    }
                    return text;
                },
                "a column's name, or a field's after its struct and a dot",
                List.of(),
                example,
                null,
                help);
    }

    @Override
    public String name() {
        return "predict";
    }

    @Override
    public String summary() {
        return "Tells what a model sees in images: for each its label, the label's name and the probability.";
    }

    @Override
    public List<Option<?>> options() {
        return CommonOptions.after(
                NetworkOptions.MODEL,
                RetrainOptions.REGISTRY,
                RetrainOptions.MODEL_VERSION,
                IMAGES,
                IMAGE_COLUMN,
                ID_COLUMN,
                OUTPUT,
                FORMAT,
                DataOptions.MAX_BAD,
                TrainOptions.OVERWRITE,
                SparkOptions.KERNELS,
                SparkOptions.MASTER);
    }

    @Override
    public List<String> examples() {
        return List.of(
                "predict --model models/lenet --images /usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz",
                "predict --model models/lenet --images photos --format csv --output photos.csv",
                "predict --registry hdfs:///models/digits --images hdfs:///scans/today --id-column scan"
                        + " --format parquet --output hdfs:///labels/today");
    }

    @Override
    public void check(Session session) {
        var settings = session.settings();
        ModelChoice.check(settings);
        settings.require(IMAGES);
        SparkOptions.check(session);
        var output = settings.find(OUTPUT);
        var format = settings.find(FORMAT);
        if (output.isEmpty() || format.isEmpty()) {
            return;
        }
        if (!output.get().equals(STANDARD_OUTPUT)) {
            boolean overwrite = settings.find(TrainOptions.OVERWRITE).orElse(false);
            format.get()
                    .obstacle(new Path(output.get()), overwrite, session.hadoop())
                    .ifPresent(obstacle -> settings.problem(OUTPUT, obstacle));
        } else if (!(format.get() instanceof PredictionFormat.Lines)) {
            settings.problem(FORMAT, "is for a folder; add %s URI".formatted(OUTPUT.flag()));
        }
    }

    @Override
    public Request request(Settings settings) {
        return new Request(
                ModelChoice.of(settings),
                settings.get(IMAGES),
                new ParquetImages.Columns(settings.get(IMAGE_COLUMN), settings.find(ID_COLUMN)),
                settings.get(OUTPUT),
                settings.get(FORMAT),
                settings.get(DataOptions.MAX_BAD),
                settings.get(SparkOptions.KERNELS));
    }

    @Override
    public void run(Request request, Session session) throws IOException {
        var found = request.model().read(session.hadoop());
        var model = found.model();
        var source = ImageSource.find(request.images(), model.network().input(), request.columns(), session.hadoop());
        requireColumns(source, session.settings());
        boolean toStandardOutput = request.output().equals(STANDARD_OUTPUT);
        var configuration = SparkOptions.configuration(session, "convoy predict");
        // It would demand that Spark SQL's own classes are registered, which Spark does not do itself.
        configuration.set("spark.kryo.registrationRequired", "false");
        // Images are larger than what Spark takes 4096 rows at a time of.
        configuration.setIfMissing("spark.sql.parquet.columnarReaderBatchSize", "256");
        try (var spark = SparkSession.builder().config(configuration).getOrCreate()) {
            var context = new JavaSparkContext(spark.sparkContext());
            if (!toStandardOutput) {
                found.notice().ifPresent(session.console()::say);
                session.console().say(SparkOptions.description(context, request.kernels()));
            }
            var idType = source.idType(spark);
            try (var images =
                    ScoredImages.of(context, model, request.kernels(), source.batches(spark), request.maxBad())) {
                images.bad().forEach(session.console()::warn);
                var table = new PredictionTable(model.classNames(), idType, images, PredictionTable.ROWS_OF_PART);
                if (toStandardOutput) {
                    print(request, found.source(), table, session.console());
                } else {
                    request.format().write(table, new Path(request.output()), spark);
                    session.console()
                            .say(String.format(Locale.ROOT, "%,d predictions in %s", images.size(), request.output()));
                    session.console().tell(document(request, found.source(), table));
                }
            }
        }
    }

    private static void requireColumns(ImageSource source, Settings settings) {
        if (source instanceof ParquetImages) {
            return;
        }
        var chosen = List.of(IMAGE_COLUMN, ID_COLUMN).stream()
                .filter(settings::isChosen)
                .map(option -> option.flag() + ": only Parquet has columns, and " + IMAGES.flag()
                        + " names no Parquet; leave it out")
                .toList();
        if (!chosen.isEmpty()) {
            throw new UsageException(chosen);
        }
    }

    private static void print(Request request, String model, PredictionTable table, Console console) {
        if (console.json()) {
            var document = document(request, model, table);
            document.put("predictions", table.rows().toList());
            console.tell(document);
        } else if (request.format() instanceof PredictionFormat.Lines lines) {
            table.lines(lines.line()).forEach(console::print);
        }
    }

    private static Map<String, Object> document(Request request, String model, PredictionTable table) {
        var document = new LinkedHashMap<String, Object>();
        document.put("model", model);
        document.put("images", table.scored().size());
        document.put("bad", table.scored().bad());
        document.put("output", request.output());
        return document;
    }
}
