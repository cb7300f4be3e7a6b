package io.convoy.spark.retrain;

import io.convoy.spark.checkpoint.Resume;
import io.convoy.spark.data.DataException;
import io.convoy.spark.fit.Field;
import io.convoy.spark.fit.Problem;
import io.convoy.spark.model.ModelFolder;
import io.convoy.spark.registry.Registry;
import io.convoy.spark.registry.RunFolder;
import io.convoy.spark.registry.RunStart;
import io.convoy.trainer.model.Model;
import io.convoy.trainer.network.Network;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** The model whose weights a training begins with. */
final class InitialModel {

    private static final Field INIT_FROM = new Field("initFrom");

    private InitialModel() {}

    /** @return empty for {@code none}, and for {@code latest} if nothing was in service when the run began */
    static Optional<Model> find(RetrainRequest request, Registry registry, Configuration hadoop) throws IOException {
        var from = request.initFrom().equals(RetrainRequest.LATEST)
                ? latest(request, registry, registry.run(request.runId()))
                : request.initFrom();
        if (from.equals(RetrainRequest.NONE)) {
            return Optional.empty();
        }
        if (from.matches("[0-9]+")) {
            var version = registry.load(Registry.versionNumber(from));
            return Optional.of(ModelFolder.read(version.folder().toString(), hadoop));
        }
        return Optional.of(ModelFolder.read(from, hadoop));
    }

    /** What {@code latest} stands for: in a run that goes on, what it was when the run began. */
    private static String latest(RetrainRequest request, Registry registry, RunFolder run) throws IOException {
        boolean goesOn = request.resume() != Resume.NEVER && run.hasCheckpoints();
        var known = goesOn ? run.start() : Optional.<RunStart>empty();
        if (known.isEmpty()) {
            var served = registry.latest().map(latest -> latest.manifest().version());
            known = Optional.of(new RunStart(served.orElse(null)));
            run.write(known.get());
        }
        var version = known.get().latest();
        return version == null ? RetrainRequest.NONE : Long.toString(version);
    }

    /** @throws InitialModelException if the model is of another architecture, or tells other classes apart */
    static void requireFit(Model model, String from, Network network, List<String> classNames) {
        var shown = DataException.withoutUserInfo(from);
        if (!model.network().equals(network)) {
            throw new InitialModelException(Problem.of(
                    "%s %s: is a %s of %s where a %s of %s is to be trained; name another model, or begin anew with %s"
                            + " none",
                    INIT_FROM,
                    shown,
                    model.network().name(),
                    model.network().input(),
                    network.name(),
                    network.input(),
                    INIT_FROM));
        }
        if (!model.classNames().equals(classNames)) {
            throw new InitialModelException(Problem.of(
                    "%s %s: has the classes %s, the data %s; name another model, or begin anew with %s none",
                    INIT_FROM, shown, model.classNames(), classNames, INIT_FROM));
        }
    }
}
