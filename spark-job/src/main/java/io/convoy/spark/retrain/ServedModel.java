package io.convoy.spark.retrain;

import io.convoy.spark.data.LabelledData;
import io.convoy.spark.fit.TrainingRequest;
import io.convoy.spark.model.ModelFolder;
import io.convoy.spark.registry.Gate.Champion;
import io.convoy.spark.registry.Registry;
import io.convoy.spark.registry.RegistryException;
import io.convoy.spark.score.Score;
import io.convoy.trainer.model.Model;
import java.io.IOException;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;

/** The model in service, measured on the test images of a new one. */
final class ServedModel {

    private ServedModel() {}

    /**
     * @return empty if no model is in service
     * @throws RegistryException if the one in service takes other images or tells other classes apart
     */
    static Optional<Champion> measure(
            Registry registry, JavaSparkContext spark, LabelledData test, TrainingRequest training) throws IOException {
        var served = registry.latest();
        if (served.isEmpty()) {
            return Optional.empty();
        }
        long version = served.get().manifest().version();
        var model = ModelFolder.read(served.get().folder().toString(), spark.hadoopConfiguration());
        requireComparable(version, model, test, training.classNames().size());
        var evaluation = Score.evaluate(spark, model, test, training.kernels());
        return Optional.of(new Champion(version, evaluation.accuracy()));
    }

    private static void requireComparable(long version, Model model, LabelledData test, int classes)
            throws RegistryException {
        if (!model.network().input().equals(test.shape()) || model.classNames().size() != classes) {
            throw new RegistryException(
                    "version %d in service takes images of %s in %d classes, the new model %s in %d:"
                                    .formatted(
                                            version,
                                            model.network().input(),
                                            model.classNames().size(),
                                            test.shape(),
                                            classes)
                            + " they cannot be compared; give the new one a registry of its own");
        }
    }
}
