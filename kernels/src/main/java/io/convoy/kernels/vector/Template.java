package io.convoy.kernels.vector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Classes that exist once for each shape, as a template of C++ would. The bytes of one class are defined again, as a
 * hidden class, with numbers that its {@code static final} fields read when it is initialised. C2 then knows every
 * stride: all loads of an array share one address register and one bounds check, and no shape's profile or compiled
 * code is another's. The class itself is never initialised, only its copies are.
 */
final class Template {

    private record Key(Class<?> template, List<Integer> constants) {}

    private static final Map<Key, Object> INSTANCES = new ConcurrentHashMap<>();

    private Template() {}

    /**
     * The instance of {@code template} for these constants, the same one for the whole JVM, so it must have no state.
     *
     * @param type what callers know it as
     * @param template in this package, with a constructor without parameters
     */
    static <T> T instance(Class<T> type, Class<? extends T> template, int... constants) {
        var list = Arrays.stream(constants).boxed().collect(Collectors.toUnmodifiableList());
        return type.cast(INSTANCES.computeIfAbsent(new Key(template, list), Template::create));
    }

    private static Object create(Key key) {
        var name = key.template().getSimpleName() + ".class";
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
