package io.convoy.spark.round;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.JavaBytes;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.program.InferenceProgram;
import io.convoy.trainer.program.Program;
import io.convoy.trainer.program.TrainingProgram;
import java.io.Serializable;
import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.Map;
import java.util.Queue;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * The idle programs of one run on this JVM. A cache: a program holds scratch arrays only, and the garbage collector may
 * take it. Each running task has one for itself.
 */
final class Programs {

    /** What a run broadcasts to its tasks, in the bytes of {@link JavaBytes}. */
    interface Source extends Serializable {

        Inference evaluationProgram();
    }

    /** What a program is compiled for. */
    sealed interface Key<P extends Program> extends Serializable {

        P compile();
    }

    record Training(Network network, Normalisation normalisation, KernelChoice kernels, int maximumBatch)
            implements Key<TrainingProgram> {

        @Override
        public TrainingProgram compile() {
            return new TrainingProgram(network, normalisation, kernels.choose(), maximumBatch);
        }
    }

    record Inference(Network network, Normalisation normalisation, KernelChoice kernels, int maximumBatch)
            implements Key<InferenceProgram>, Source {

        @Override
        public InferenceProgram compile() {
            return new InferenceProgram(network, normalisation, kernels.choose(), maximumBatch);
        }

        @Override
        public Inference evaluationProgram() {
            return this;
        }
    }

    /** By the broadcast's value, which this JVM has once, as long as the run lasts: arrays are equal if identical. */
    private static final Map<byte[], Programs> OF_RUN = Collections.synchronizedMap(new WeakHashMap<>());

    private final Source source;
    private final ConcurrentMap<Key<?>, Queue<SoftReference<? extends Program>>> idle = new ConcurrentHashMap<>();

    private Programs(byte[] source) {
        this.source = JavaBytes.read(source, Source.class);
    }

    static Programs of(Broadcast<byte[]> source) {
        return OF_RUN.computeIfAbsent(source.value(), Programs::new);
    }

    Source source() {
        return source;
    }

    /** A program that fails is not used again. */
    <P extends Program, T> T use(Key<P> key, Function<P, T> work) {
        @SuppressWarnings({"unchecked", "rawtypes"}) // a key's queue holds what that key has compiled
        Queue<SoftReference<P>> waiting = (Queue) idle.computeIfAbsent(key, k -> new ConcurrentLinkedQueue<>());
        var program = take(waiting);
        if (program == null) {
            program = key.compile();
        }
        var result = work.apply(program);
        waiting.add(new SoftReference<>(program));
        return result;
    }

    private static <P extends Program> @Nullable P take(Queue<SoftReference<P>> waiting) {
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            var program = next.get();
            if (program != null) {
                return program;
            }
        }
        return null;
    }
}
