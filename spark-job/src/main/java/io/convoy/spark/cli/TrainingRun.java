package io.convoy.spark.cli;

import io.convoy.spark.checkpoint.Checkpoint;
import io.convoy.spark.data.DataException;
import io.convoy.spark.data.ShardedImages;
import io.convoy.spark.model.ModelFolder;
import io.convoy.spark.report.Timesheet;
import io.convoy.spark.report.TrainingMetrics;
import io.convoy.spark.report.Verdict;
import io.convoy.spark.round.Assessment;
import io.convoy.spark.round.DistributedTraining;
import io.convoy.spark.round.EpochListener;
import io.convoy.spark.round.EpochReport;
import io.convoy.spark.round.TrainingPlan;
import io.convoy.spark.round.WarmUp;
import io.convoy.spark.store.Json;
import io.convoy.trainer.averaging.Period;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.model.Model;
import io.convoy.trainer.model.WeightsDigest;
import io.convoy.trainer.network.Network;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * One training: from data that was found good by its headers to the model folder.
 *
 * @param start a model of the same network, whose weights and normalisation to begin with; empty to begin anew
 * @param news is told about every epoch whose model is in the folder
 */
record TrainingRun(
        TrainRequest request,
        Session session,
        LabelledData train,
        LabelledData test,
        Network network,
        Optional<Model> start,
        EpochListener news) {

    void run() throws IOException {
        long begin = System.nanoTime();
        var conf = SparkOptions.training(session, "Convoy train " + network.name());
        if (conf.get("spark.master").matches("local(\\[.*)?")) { // where this process is the executor
            WarmUp.begin(network, request.settings(), request.kernels());
        }
        try (var spark = new JavaSparkContext(conf)) {
            session.console().tell(run(spark, begin).document());
        }
    }

    /** What a training brought: the epoch whose model it is, and what {@code run.json} says. */
    record Result(EpochReport model, Map<String, Object> document) {}

    /** @param begin when the run began, in the nanoseconds of {@link System#nanoTime} */
    Result run(JavaSparkContext spark, long begin) throws IOException {
        var folder = new ModelFolder(request.output(), session.hadoop());
        var resumed = resumed();
        int shards = request.shards().or(() -> resumed.map(RunIdentity::shards)).orElseGet(spark::defaultParallelism);
        introduce(spark, shards);
        requireValidationImages();
        var checkpoints = checkpoints(shards);
        RunLog log;
        var quiet = QuietShutdown.begin(spark);
        try {
            log = train(spark, shards, folder, resumed, checkpoints);
        } finally {
            quiet.end();
        }
        var model = log.model().orElseThrow();
        double seconds = (System.nanoTime() - begin) / 1e9;
        var document = document(spark, shards, model, log.epochs(), seconds);
        var explanation = explanation(log.reports(), shards);
        explanation.ifPresent(e -> document.put("time", e.document()));
        folder.writeRun(Json.indented(document));
        explanation.ifPresent(e -> session.console().say(e.lines(seconds)));
        conclude(model, log.epochs(), seconds);
        return new Result(model, document);
    }

    private Optional<Checkpoint> resumed() throws IOException {
        if (request.checkpoint().isEmpty()) {
            return Optional.empty();
        }
        var where = request.checkpoint().get();
        var found = where.find(session);
        if (found.isPresent()) {
            var checkpoint = found.get();
            int shards = request.shards().orElseGet(() -> RunIdentity.shards(checkpoint));
            RunIdentity.requireSame(where, checkpoint, identity(shards), request.epochs());
            RunLog.requireMeasured(checkpoint, request.epochs());
            session.console().say("Going on after epoch " + checkpoint.state().epochs());
        }
        return found;
    }

    private SortedMap<String, String> identity(int shards) throws IOException {
        var identity = RunIdentity.of(request, network, shards, train, test, session.hadoop());
        start.ifPresent(model ->
                identity.put("initialModel", WeightsDigest.of(model.parameters()) + " " + model.normalisation()));
        return identity;
    }

    private Optional<Checkpoints> checkpoints(int shards) throws IOException {
        if (request.checkpoint().isEmpty()) {
            return Optional.empty();
        }
        var where = request.checkpoint().get();
        return Optional.of(new Checkpoints(where, where.folder(session.hadoop()), identity(shards), request.epochs()));
    }

    private void requireValidationImages() {
        var split = request.assessment().split();
        int setAside = split.setAside(train.images().count());
        if (split.fraction() > 0 && (setAside == 0 || setAside == train.images().count())) {
            throw new UsageException(
                    List.of("%s %s: sets aside %d of %d training images; choose one that leaves some on either side"
                            .formatted(
                                    AssessmentOptions.VALIDATION_FRACTION.flag(),
                                    split.fraction(),
                                    setAside,
                                    train.images().count())));
        }
    }

    private RunLog train(
            JavaSparkContext spark,
            int shards,
            ModelFolder folder,
            Optional<Checkpoint> resumed,
            Optional<Checkpoints> checkpoints)
            throws IOException {
        long seed = request.settings().seed();
        var trainImages = ShardedImages.forTraining(
                spark, train.images(), shards, seed, request.assessment().split());
        var assessment = assessment(spark);
        var plan = new TrainingPlan(
                network,
                start.map(Model::normalisation).orElseGet(() -> Normalisation.of(trainImages.pixelSums())),
                request.settings(),
                request.averaging(),
                request.epochs(),
                request.kernels());
        try (var progress = Progress.on(session.console(), network.name(), request.epochs())) {
            var log = new RunLog(folder, plan, request.classNames(), checkpoints, progress);
            if (resumed.isPresent()) {
                log.goOn(resumed.get());
            }
            var first = resumed.map(Checkpoint::state)
                    .or(() -> start.map(Model::parameters).map(plan::start))
                    .orElseGet(plan::start);
            try {
                DistributedTraining.train(spark, plan, first, trainImages, assessment, (report, state) -> {
                    log.completed(report, state);
                    TrainingMetrics.show(report);
                    news.completed(report, state);
                });
            } catch (Exception e) { // not only runtime exceptions: Spark declares none of its checked ones
                log.model()
                        .ifPresent(report ->
                                session.console().say("The model of epoch " + report.epoch() + " stays in " + folder));
                throw e;
            }
            return log;
        }
    }

    private Assessment assessment(JavaSparkContext spark) {
        var asked = request.assessment();
        Optional<ShardedImages> validation = asked.split().fraction() > 0
                ? Optional.of(ShardedImages.forValidation(spark, train.images(), asked.split()))
                : Optional.empty();
        var testImages = ShardedImages.forEvaluation(spark, test.images());
        return new Assessment(testImages, validation, asked.every(), asked.stopping());
    }

    private int trainImages() {
        int images = train.images().count();
        return images - request.assessment().split().setAside(images);
    }

    private void introduce(JavaSparkContext spark, int shards) {
        session.console()
                .say(String.format(
                        Locale.ROOT,
                        "Training %s (%,d parameters) for %d epochs on %,d images of %s in %d classes and %d shards",
                        network.name(),
                        network.parameterCount(),
                        request.epochs(),
                        trainImages(),
                        network.input(),
                        network.classes(),
                        shards));
        session.console().say(SparkOptions.description(spark, request.kernels()));
    }

    /** Of the epochs of this attempt; nothing if an earlier one had them all. */
    private Optional<Explanation> explanation(List<EpochReport> reports, int shards) {
        if (reports.isEmpty()) {
            return Optional.empty();
        }
        var time = Timesheet.of(reports);
        int images = trainImages();
        int batchSize = request.settings().batchSize();
        int steps = (images + shards * batchSize - 1) / (shards * batchSize);
        int period = request.averaging().period() instanceof Period.Constant constant
                ? constant.localSteps()
                : (int) Math.round((double) steps * reports.size() / rounds(reports));
        return Optional.of(new Explanation(time, Verdict.of(time, steps, period)));
    }

    private static int rounds(List<EpochReport> reports) {
        return reports.stream().mapToInt(report -> report.ledger().rounds()).sum();
    }

    private void conclude(EpochReport model, int epochs, double seconds) {
        if (model.epoch() < epochs) {
            session.console()
                    .say("The model is that of epoch " + model.epoch()
                            + ", the best one on the images set aside for validation");
        }
        session.console()
                .say(String.format(
                        Locale.ROOT,
                        "Test accuracy %.4f on %,d images after %d epochs in %.1f s; weights %s",
                        model.measuredTestAccuracy(),
                        test.images().count(),
                        epochs,
                        seconds,
                        WeightsDigest.abbreviate(model.weightsDigest())));
        session.console().say("Model: " + request.output());
        session.console()
                .say("Next:  scripts/convoy evaluate --model " + request.output() + " "
                        + request.test().flags());
    }

    private Map<String, Object> document(
            JavaSparkContext spark, int shards, EpochReport model, int epochs, double seconds) throws IOException {
        var document = new LinkedHashMap<String, Object>();
        document.put("model", DataException.withoutUserInfo(request.output()));
        document.put("network", network.name());
        document.put("parameters", network.parameterCount());
        document.put("options", session.settings().document());
        document.put("seed", request.settings().seed());
        document.put("shards", shards);
        document.put(
                "data",
                Map.of("train", train.fingerprint(session.hadoop()), "test", test.fingerprint(session.hadoop())));
        document.put("convoy", Version.convoy());
        document.put("java", Runtime.version().toString());
        document.put("spark", spark.version());
        document.put("master", spark.master());
        document.put("applicationId", spark.sc().applicationId());
        document.put("modelEpoch", model.epoch());
        document.put("kernels", model.kernels());
        document.put("epochs", epochs);
        document.put("trainLoss", model.trainLoss());
        document.put("testLoss", model.testLoss());
        document.put("testAccuracy", model.testAccuracy());
        document.put("weightsDigest", model.weightsDigest());
        document.put("seconds", seconds);
        return document;
    }
}
