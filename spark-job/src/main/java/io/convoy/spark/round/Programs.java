package io.convoy.spark.round;

import io.convoy.kernels.KernelChoice;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.program.InferenceProgram;
import io.convoy.trainer.program.Program;
import io.convoy.trainer.program.TrainingProgram;
import java.io.Serializable;
import java.lang.ref.SoftReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The idle programs of this JVM. A cache: a program holds scratch arrays only, and the garbage collector may take it.
 * Each running task has one for itself.
 */
final class Programs {

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
            implements Key<InferenceProgram> {

        @Override
        public InferenceProgram compile() {
            return new InferenceProgram(network, normalisation, kernels.choose(), maximumBatch);
        }
    }

    private static final ConcurrentMap<Key<?>, Queue<SoftReference<? extends Program>>> IDLE =
            new ConcurrentHashMap<>();

    private static volatile boolean used;

    private Programs() {}

    /** Whether a task of this JVM has asked for a program yet. */
    static boolean isUsed() {
        return used;
    }

    /** A program that fails is not used again. */
    static <P extends Program, T> T use(Key<P> key, Function<P, T> work) {
        used = true;
        @SuppressWarnings({"unchecked", "rawtypes"}) // a key's queue holds what that key has compiled
        Queue<SoftReference<P>> idle = (Queue) IDLE.computeIfAbsent(key, k -> new ConcurrentLinkedQueue<>());
        var program = take(idle);
        if (program == null) {
            program = key.compile();
        }
        var result = work.apply(program);
        idle.add(new SoftReference<>(program));
        return result;
    }

    private static <P extends Program> @Nullable P take(Queue<SoftReference<P>> idle) {
        for (var next = idle.poll(); next != null; next = idle.poll()) {
            var program = next.get();
            if (program != null) {
                return program;
            }
        }
        return null;
    }
}
