package io.convoy.spark.round;

import io.convoy.kernels.KernelChoice;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.program.Program;
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
    record Key(Network network, Normalisation normalisation, KernelChoice kernels, int maximumBatch)
            implements Serializable {

        Program compile() {
            return new Program(network, normalisation, kernels.choose(), maximumBatch);
        }
    }

    private static final ConcurrentMap<Key, Queue<SoftReference<Program>>> IDLE = new ConcurrentHashMap<>();

    private static volatile boolean used;

    private Programs() {}

    /** Whether a task of this JVM has asked for a program yet. */
    static boolean isUsed() {
        return used;
    }

    /** A program that fails is not used again. */
    static <T> T use(Key key, Function<Program, T> work) {
        used = true;
        var idle = IDLE.computeIfAbsent(key, k -> new ConcurrentLinkedQueue<>());
        var program = take(idle);
        if (program == null) {
            program = key.compile();
        }
        var result = work.apply(program);
        idle.add(new SoftReference<>(program));
        return result;
    }

    private static @Nullable Program take(Queue<SoftReference<Program>> idle) {
        for (var next = idle.poll(); next != null; next = idle.poll()) {
            var program = next.get();
            if (program != null) {
                return program;
            }
        }
        return null;
    }
}
