package io.convoy.spark.round;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.convoy.spark.data.ShardedImages;
import io.convoy.trainer.averaging.ShardResult;
import io.convoy.trainer.data.PixelSums;
import io.convoy.trainer.data.Shard;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.training.DivergenceException;
import io.convoy.trainer.training.Evaluation;
import io.convoy.trainer.training.Predictions;
import java.util.HashMap;
import org.apache.spark.serializer.KryoRegistrator;

/** Every class of ours that travels as data, so that {@code spark.kryo.registrationRequired} may be set. */
public final class ConvoyKryoRegistrator implements KryoRegistrator {

    @Override
    public void registerClasses(Kryo kryo) {
        ShardedImages.travellingClasses().forEach(type -> register(kryo, type));
        register(kryo, Shard.class);
        register(kryo, ImageShape.class);
        register(kryo, PixelSums.class);
        register(kryo, Start.class);
        register(kryo, ShardOutcome.class);
        register(kryo, ShardResult.class);
        register(kryo, Evaluation.class);
        register(kryo, Predictions.class);
        kryo.register(TrainingPlan.class, new JavaSerializer());
        kryo.register(Programs.Training.class, new JavaSerializer());
        kryo.register(Programs.Inference.class, new JavaSerializer());
        kryo.register(DivergenceException.class, new JavaSerializer());
        kryo.register(Object[].class);
        kryo.register(HashMap.class);
    }

    private static <T extends Record> void register(Kryo kryo, Class<T> type) {
        kryo.register(type, new RecordSerializer<>(type));
    }
}
