package io.convoy.spark.cli;

import io.convoy.spark.data.ShardedImages;
import io.convoy.spark.model.ModelFolder;
import io.convoy.spark.registry.Gate.Champion;
import io.convoy.spark.registry.Registry;
import io.convoy.spark.registry.RegistryException;
import io.convoy.spark.round.DistributedEvaluation;
import io.convoy.trainer.model.Model;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/** The model in service, measured on the test images of a new one. */
final class ServedModel {

    private ServedModel() {}

    /**
     * @return empty if no model is in service
     * @throws RegistryException if the one in service takes other images or tells other classes apart
     */
    static Optional<Champion> measure(
            Registry registry, JavaSparkContext spark, Configuration hadoop, LabelledData test, TrainRequest training)
            throws IOException {
        var served = registry.latest();
        if (served.isEmpty()) {
            return Optional.empty();
        }
        long version = served.get().manifest().version();
        var model = ModelFolder.read(served.get().folder().toString(), hadoop);
        requireComparable(version, model, test, training.classNames().size());
        var images = ShardedImages.forEvaluation(spark, test.images());
        var evaluation = DistributedEvaluation.evaluate(spark, model, training.kernels(), images);
        images.release();
        return Optional.of(new Champion(version, evaluation.accuracy()));
    }

    private static void requireComparable(long version, Model model, LabelledData test, int classes)
            throws RegistryException {
        if (!model.network().input().equals(test.images().shape())
                || model.classNames().size() != classes) {
            throw new RegistryException(
                    "version %d in service takes images of %s in %d classes, the new model %s in %d:"
                                    .formatted(
                                            version,
                                            model.network().input(),
                                            model.classNames().size(),
                                            test.images().shape(),
                                            classes)
                            + " they cannot be compared; give the new one a registry of its own");
        }
    }
}
