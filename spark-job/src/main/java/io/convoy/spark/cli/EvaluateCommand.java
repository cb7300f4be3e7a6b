package io.convoy.spark.cli;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.IdxData;
import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.model.ModelFolder;
import io.convoy.spark.report.EvaluationReport;
import io.convoy.spark.score.Score;
import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/** Measures a model on labelled images. */
final class EvaluateCommand implements Command<EvaluateCommand.Request> {

    record Request(String model, DataOptions.Place test, int top, KernelChoice kernels) {}

    private static final Option<Integer> TOP = Option.wholeNumber(
                    "top", 1, 256, "3", "Also counts the images whose class is among so many rated highest.")
            .withDefault("5");

    @Override
    public String name() {
        return "evaluate";
    }

    @Override
    public String summary() {
        return "Measures a model on test images: accuracy, a table of the classes, a confusion matrix.";
    }

    @Override
    public List<Option<?>> options() {
        return CommonOptions.after(
                NetworkOptions.MODEL,
                DataOptions.DATA,
                DataOptions.TEST_IMAGES,
                DataOptions.TEST_LABELS,
                TOP,
                SparkOptions.KERNELS,
                SparkOptions.MASTER);
    }

    @Override
    public List<String> examples() {
        return List.of(
                "evaluate --model models/lenet --data /usr/share/datasets/fashion-mnist",
                "evaluate --model models/lenet --test-images photos-idx3-ubyte.gz --test-labels labels-idx1-ubyte.gz",
                "evaluate --model hdfs:///models/digits --data hdfs:///data/digits --json");
    }

    @Override
    public void check(Session session) {
        session.settings().require(NetworkOptions.MODEL);
        SparkOptions.check(session);
        DataOptions.check(session.settings(), Part.TEST);
    }

    @Override
    public Request request(Settings settings) {
        return new Request(
                settings.get(NetworkOptions.MODEL),
                DataOptions.place(settings, Part.TEST),
                settings.get(TOP),
                settings.get(SparkOptions.KERNELS));
    }

    @Override
    public void run(Request request, Session session) throws IOException {
        var model = ModelFolder.read(request.model(), session.hadoop());
        var network = model.network();
        var test = IdxData.open(request.test().locate(session.hadoop()), network.classes(), session.hadoop());
        test.requireShape(network.input(), "the model " + request.model() + " takes");
        try (var spark = new JavaSparkContext(SparkOptions.configuration(session, "convoy evaluate"))) {
            session.console().say(SparkOptions.description(spark, request.kernels()));
            var evaluation = Score.evaluate(spark, model, test, request.kernels());
            var report = new EvaluationReport(request.model(), model.classNames(), request.top(), evaluation);
            session.console().tell(report.document());
            if (!session.console().json()) {
                session.console().say(report.lines());
            }
        }
    }
}
