package io.convoy.spark.cli;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.DataException;
import io.convoy.spark.data.IdxFile;
import io.convoy.spark.data.ImageFolder;
import io.convoy.spark.data.ShardedImages;
import io.convoy.spark.output.ModelFolder;
import io.convoy.spark.output.WholeFile;
import io.convoy.spark.round.DistributedPrediction;
import io.convoy.trainer.network.ImageShape;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** Tells what a model sees in images. */
final class PredictCommand implements Command<PredictCommand.Request> {

    static final Option<String> IMAGES = Option.uri(
            "images",
            "URI",
            "an IDX file, or a folder of PNG and JPEG images,",
            "photos",
            "The images. PNG and JPEG of any size are stretched to the model's, and colours become grey where it takes"
                    + " grey.");
    static final Option<String> OUTPUT = Option.uri(
                    "output", "FILE", "- for standard output, or a file", "-", "Where the table goes.")
            .withDefault("-");
    static final Option<PredictionFormat> FORMAT = Option.choice(
                    "format", PredictionFormat.BY_NAME, "jsonl", "JSON objects, one a line, or comma-separated values.")
            .withDefault("jsonl");

    private static final String STANDARD_OUTPUT = "-";

    record Request(String model, String images, String output, PredictionFormat format, KernelChoice kernels) {}

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
                IMAGES,
                OUTPUT,
                FORMAT,
                TrainOptions.OVERWRITE,
                SparkOptions.KERNELS,
                SparkOptions.MASTER);
    }

    @Override
    public List<String> examples() {
        return List.of(
                "predict --model models/lenet --images /usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz",
                "predict --model models/lenet --images photos --format csv --output photos.csv");
    }

    @Override
    public void check(Session session) {
        var settings = session.settings();
        settings.require(NetworkOptions.MODEL);
        settings.require(IMAGES);
        SparkOptions.check(session);
        boolean overwrite = settings.find(TrainOptions.OVERWRITE).orElse(false);
        settings.find(OUTPUT)
                .filter(output -> !output.equals(STANDARD_OUTPUT))
                .flatMap(output -> new WholeFile(new Path(output), session.hadoop()).obstacle(overwrite))
                .ifPresent(obstacle -> settings.problem(OUTPUT, obstacle));
    }

    @Override
    public Request request(Settings settings) {
        return new Request(
                settings.get(NetworkOptions.MODEL),
                settings.get(IMAGES),
                settings.get(OUTPUT),
                settings.get(FORMAT),
                settings.get(SparkOptions.KERNELS));
    }

    @Override
    public void run(Request request, Session session) throws IOException {
        var model = ModelFolder.read(request.model(), session.hadoop());
        var console = session.console();
        var images = source(request.images(), model.network().input(), session.hadoop());
        boolean toStandardOutput = request.output().equals(STANDARD_OUTPUT);
        try (var spark = new JavaSparkContext(SparkOptions.configuration(session, "Convoy predict"))) {
            if (!toStandardOutput) {
                console.say(SparkOptions.description(spark, request.kernels()));
            }
            var shards = DistributedPrediction.predict(
                    spark, model, request.kernels(), images.load().apply(spark));
            var table = new PredictionTable(model.classNames(), images.name(), shards);
            if (toStandardOutput) {
                print(request, table, console);
            } else {
                write(request, table, session);
            }
        }
    }

    private static void print(Request request, PredictionTable table, Console console) {
        if (console.json()) {
            var document = document(request, table);
            document.put("predictions", table.rows().toList());
            console.tell(document);
        } else {
            table.lines(request.format()).forEach(console::say);
        }
    }

    private static void write(Request request, PredictionTable table, Session session) throws IOException {
        new WholeFile(new Path(request.output()), session.hadoop()).write(out -> {
            var writer = new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            table.lines(request.format()).forEach(line -> writer.append(line).append('\n'));
            writer.flush();
            if (writer.checkError()) {
                throw new IOException("only a part could be written");
            }
        });
        session.console().say(String.format(Locale.ROOT, "%,d predictions in %s", table.size(), request.output()));
        session.console().tell(document(request, table));
    }

    private static Map<String, Object> document(Request request, PredictionTable table) {
        var document = new LinkedHashMap<String, Object>();
        document.put("model", request.model());
        document.put("images", table.size());
        document.put("output", request.output());
        return document;
    }

    /**
     * Images that can be loaded once Spark runs.
     *
     * @param name what a record is called in the table
     */
    private record Source(Function<JavaSparkContext, ShardedImages> load, IntFunction<Object> name) {}

    private static Source source(String uri, ImageShape shape, Configuration hadoop) {
        if (ImageFolder.isOne(uri, hadoop)) {
            var folder = ImageFolder.list(uri, hadoop);
            return new Source(spark -> ShardedImages.forPrediction(spark, folder, shape), folder::name);
        }
        var file = IdxFile.images(uri, hadoop);
        var found = new ImageShape(1, file.height(), file.width());
        if (!found.equals(shape)) {
            throw new DataException("%s: holds images of %s where the model takes %s; name images of that size"
                    .formatted(DataException.withoutUserInfo(uri), found, shape));
        }
        return new Source(spark -> ShardedImages.forPrediction(spark, file), record -> record);
    }
}
