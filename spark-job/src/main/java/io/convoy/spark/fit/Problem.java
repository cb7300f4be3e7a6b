package io.convoy.spark.fit;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * What is wrong with a request, in one line: the culprit, what was found, the mend.
 *
 * @param format as {@link String#format} takes it
 * @param words what goes into it; a {@link Field} by the name that the caller has for it
 */
public record Problem(String format, List<Object> words) implements Serializable {

    public Problem {
        words = List.copyOf(words);
    }

    public static Problem of(String format, Object... words) {
        return new Problem(format, List.of(words));
    }

    /** @param naming how the caller calls a field, such as by its flag */
    public String text(Function<Field, String> naming) {
        var named = words.stream()
                .map(word -> word instanceof Field field ? naming.apply(field) : word)
                .toArray();
        return String.format(Locale.ROOT, format, named);
    }

    @Override
    public String toString() {
        return text(Field::name);
    }
}
