package io.convoy.kernels.vector;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Classes that exist once for each shape, as a template of C++ would. The bytes of one class are defined again, as a
 * hidden class, with numbers that its {@code static final} fields read when it is initialised. C2 then knows every
 * stride: all loads of an array share one address register and one bounds check, and no shape's profile or compiled
 * code is another's. The class itself is never initialised, only its copies are.
 *
 * <p>A copy is warm before it is handed out: it has run on dummy data until C2 has compiled it, which shows in that it
 * allocates nothing any more. Should C2 have put its vectors on the heap, which depends on what else was compiled
 * meanwhile, another copy gets another chance.
 */
final class Template {

    private static final int COPIES = 2;
    private static final int CALLS = 20;
    private static final long PATIENCE_NANOSECONDS = 3_000_000_000L;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private record Key(Class<?> template, List<Integer> constants) {}

    private static final Map<Key, Object> INSTANCES = new ConcurrentHashMap<>();

    private Template() {}

    /**
     * The instance of {@code template} for these constants, the same one for the whole JVM, so it must have no state.
     *
     * @param type what callers know it as
     * @param template in this package, with a constructor without parameters
     * @param dummyCall one call, some microseconds long, on data of its own
     */
    static <T> T instance(Class<T> type, Class<? extends T> template, Consumer<T> dummyCall, int... constants) {
        var list = Arrays.stream(constants).boxed().collect(Collectors.toUnmodifiableList());
        return type.cast(INSTANCES.computeIfAbsent(new Key(template, list), key -> warmCopy(type, key, dummyCall)));
    }

    private static <T> T warmCopy(Class<T> type, Key key, Consumer<T> dummyCall) {
        T copy = type.cast(copy(key));
        for (int copies = 1; !isWarm(copy, dummyCall) && copies < COPIES; copies++) {
            copy = type.cast(copy(key));
        }
        return copy;
    }

    /**
     * Calls until nothing is allocated, or patience with a copy that does not allocate less than before ends. It may be
     * long: a copy that waits for C2, which has much to compile while a JVM starts, only loses its place by giving way
     * to another.
     */
    private static <T> boolean isWarm(T copy, Consumer<T> dummyCall) {
        long least = Long.MAX_VALUE;
        long end = 0;
        long now;
        do {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                dummyCall.accept(copy);
            }
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            now = System.nanoTime();
            if (allocated < least) {
                least = allocated;
                end = now + PATIENCE_NANOSECONDS;
            }
        } while (least > 0 && now < end);
        return least == 0;
    }

    private static Object copy(Key key) {
        var name = key.template()
                        .getName()
                        .substring(key.template().getPackageName().length() + 1) + ".class";
        try (var stream = key.template().getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("class path lacks " + name + " beside " + Template.class.getName());
            }
            return MethodHandles.lookup()
                    .defineHiddenClassWithClassData(stream.readAllBytes(), key.constants(), true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot define " + name + " for " + key.constants(), e);
        }
    }

    /** For the static initialiser of a template: its constant number {@code i}. */
    static int constant(MethodHandles.Lookup caller, int i) {
        try {
            return MethodHandles.classDataAt(caller, "_", Integer.class, i);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(caller.lookupClass() + " may not read its constants", e);
        }
    }
}
