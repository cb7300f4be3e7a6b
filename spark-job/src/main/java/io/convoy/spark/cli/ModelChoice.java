package io.convoy.spark.cli;

import io.convoy.spark.model.ModelFolder;
import io.convoy.spark.registry.Registry;
import io.convoy.trainer.model.Model;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** A model by its folder, or by the registry that serves it. */
sealed interface ModelChoice {

    /**
     * @param source where it comes from
     * @param notice why it stands in for the one that the registry should serve
     */
    record Found(Model model, String source, Optional<String> notice) {}

    Found read(Configuration hadoop) throws IOException;

    /** A folder or a file. */
    record Folder(String uri) implements ModelChoice {

        @Override
        public Found read(Configuration hadoop) throws IOException {
            return new Found(ModelFolder.read(uri, hadoop), uri, Optional.empty());
        }
    }

    /** @param version empty for the one in service */
    record Served(String registry, Optional<Long> version) implements ModelChoice {

        @Override
        public Found read(Configuration hadoop) throws IOException {
            var served = Registry.open(registry, hadoop).find(version);
            var folder = served.folder().toString();
            return new Found(ModelFolder.read(folder, hadoop), folder, served.notice());
        }
    }

    /** Adds to the settings if they name no model, or two. */
    static void check(Settings settings) {
        boolean folder = settings.isChosen(NetworkOptions.MODEL);
        boolean registry = settings.isChosen(RetrainOptions.REGISTRY);
        if (folder && registry) {
            settings.problem(
                    NetworkOptions.MODEL,
                    "%s names a model too; leave one of them out".formatted(RetrainOptions.REGISTRY.flag()));
        } else if (!folder && !registry) {
            settings.problem("no model: expected %s, for example %s %s, or %s, for example %s %s"
                    .formatted(
                            NetworkOptions.MODEL.flag(),
                            NetworkOptions.MODEL.flag(),
                            NetworkOptions.MODEL.example(),
                            RetrainOptions.REGISTRY.flag(),
                            RetrainOptions.REGISTRY.flag(),
                            RetrainOptions.REGISTRY.example()));
        }
        if (settings.isChosen(RetrainOptions.MODEL_VERSION) && !registry) {
            settings.problem(
                    RetrainOptions.MODEL_VERSION,
                    "is a version of a registry; add %s URI".formatted(RetrainOptions.REGISTRY.flag()));
        }
    }

    /** @param settings without problems */
    static ModelChoice of(Settings settings) {
        return settings.find(NetworkOptions.MODEL)
                .<ModelChoice>map(Folder::new)
                .orElseGet(() ->
                        new Served(settings.get(RetrainOptions.REGISTRY), settings.find(RetrainOptions.MODEL_VERSION)));
    }
}
