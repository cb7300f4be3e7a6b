package io.convoy.spark.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.esotericsoftware.kryo.Kryo;
import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.IdxData;
import io.convoy.spark.data.LabelledFiles;
import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.data.SyntheticImages;
import io.convoy.spark.score.Score;
import io.convoy.trainer.network.Networks;
import io.convoy.trainer.optim.LearningRateSchedule;
import io.convoy.trainer.optim.Sgd;
import io.convoy.trainer.training.TrainingSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoRegistrator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The serializer is the application's to choose: a training needs none of its classes registered with it. */
class SerializersTest {

    private static final String KRYO = "org.apache.spark.serializer.KryoSerializer";

    @TempDir
    private Path folder;

    /** Somebody else's, which knows nothing of ours. */
    public static final class Theirs implements KryoRegistrator {

        @Override
        public void registerClasses(Kryo kryo) {
            kryo.register(Thread.State.class);
        }
    }

    @Test
    void shouldGiveTheSameBitsWithAnySerializer() throws Exception {
        SyntheticImages.of(500, 28, 1).write(folder, Part.TRAIN);
        SyntheticImages.of(100, 28, 2).write(folder, Part.TEST);

        var digests = new LinkedHashMap<String, String>();
        digests.put("Java", digest(Map.of("spark.serializer", "org.apache.spark.serializer.JavaSerializer")));
        digests.put("Kryo", digest(Map.of("spark.serializer", KRYO)));
        digests.put("Kryo, their registrator", digest(registrator(false)));
        digests.put("Kryo, their registrator, which is required", digest(registrator(true)));

        var expected = new LinkedHashMap<>(digests);
        expected.replaceAll((name, digest) -> digests.get("Java"));
        assertEquals(expected, digests);
    }

    private static Map<String, String> registrator(boolean required) {
        return Map.of(
                "spark.serializer", KRYO,
                "spark.kryo.registrator", Theirs.class.getName(),
                "spark.kryo.registrationRequired", Boolean.toString(required));
    }

    /** With blocks that move between executors and to disk, so that all that travels is serialised. */
    private String digest(Map<String, String> settings) throws Exception {
        var conf = new SparkConf(false)
                .setMaster("local-cluster[2,1,1024]")
                .setAppName("serializers")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.executor.memory", "512m")
                .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .set("spark.executor.extraJavaOptions", "--add-modules=jdk.incubator.vector -XX:+UseSerialGC");
        new HashMap<>(settings).forEach(conf::set);
        try (var spark = new JavaSparkContext(conf)) {
            var hadoop = new Configuration();
            var train = IdxData.open(LabelledFiles.in(folder.toString(), Part.TRAIN, hadoop), 10, hadoop);
            var test = IdxData.open(LabelledFiles.in(folder.toString(), Part.TEST, hadoop), 10, hadoop);
            var network = Networks.create("lenet", train.shape(), 10);
            var training = new TrainingSettings(32, new LearningRateSchedule.Constant(0.05), new Sgd(0.9, 0), 1);
            var request = TrainingRequest.of(train, network, training, 2)
                    .withTest(test)
                    .withShards(3);
            var trained = Fit.run(spark, request, TrainingEvents.NONE);
            var evaluation = Score.evaluate(spark, trained.model(), test, KernelChoice.AUTO);
            return trained.report().weightsDigest() + " " + evaluation.meanLoss();
        }
    }
}
