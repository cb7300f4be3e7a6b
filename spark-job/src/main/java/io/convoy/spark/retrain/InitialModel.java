package io.convoy.spark.retrain;

import io.convoy.spark.checkpoint.Resume;
import io.convoy.spark.data.DataException;
import io.convoy.spark.fit.Field;
import io.convoy.spark.fit.Problem;
import io.convoy.spark.model.ModelFolder;
import io.convoy.spark.registry.Registry;
import io.convoy.spark.registry.RegistryChanges;
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

    /**
     * @param version empty for a model from elsewhere
     * @param rolledBack whether that version had been rolled back before the run began, which was told to begin from it
     *     all the same
     */
    record Found(Model model, Optional<Long> version, boolean rolledBack) {}

    /** @return empty for {@code none}, and for {@code latest} if nothing was in service when the run began */
    static Optional<Found> find(
            RetrainRequest request, RegistryChanges changes, Registry registry, Configuration hadoop)
            throws IOException {
        var from = request.initFrom();
        if (from.equals(RetrainRequest.NONE)) {
            return Optional.empty();
        }
        boolean number = from.matches("[0-9]+");
        if (!number && !from.equals(RetrainRequest.LATEST)) {
            return Optional.of(new Found(ModelFolder.read(from, hadoop), Optional.empty(), false));
        }
        var named = number ? Optional.of(Registry.versionNumber(from)) : Optional.<Long>empty();
        var start = start(request, changes, registry, named);
        var version = named.or(() -> Optional.ofNullable(start.latest()));
        if (version.isEmpty()) {
            return Optional.empty();
        }
        var folder = registry.load(version.get()).folder().toString();
        return Optional.of(
                new Found(ModelFolder.read(folder, hadoop), version, Boolean.TRUE.equals(start.rolledBack())));
    }

    /** What the registry was: in a run that goes on, when the run began. */
    private static RunStart start(
            RetrainRequest request, RegistryChanges changes, Registry registry, Optional<Long> named)
            throws IOException {
        var run = registry.run(request.runId());
        boolean goesOn = request.resume() != Resume.NEVER && run.hasCheckpoints();
        var known = goesOn ? run.start() : Optional.<RunStart>empty();
        if (known.isPresent()) {
            return known.get();
        }
        var served = registry.latest().map(latest -> latest.manifest().version());
        boolean rolledBack = named.isPresent() && changes.isRolledBack(named.get());
        var start = new RunStart(served.orElse(null), rolledBack);
        run.write(start);
        return start;
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
