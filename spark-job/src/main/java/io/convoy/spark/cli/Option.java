package io.convoy.spark.cli;

import io.convoy.spark.data.InputFiles;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one definition of an option, from which its flag, its key in files and in Spark's configuration, its validation,
 * its help and its line in a dry run follow.
 *
 * @param key the name in camel case, as in files ({@code learningRate}) and after {@code spark.convoy.}
 * @param placeholder stands for the value in the help; empty for a switch
 * @param parser turns the text into a value or throws {@link IllegalArgumentException}
 * @param allowed what is allowed, in words that follow "expected"
 * @param choices the allowed texts if they are few and fixed, otherwise empty
 * @param example a value that is allowed
 * @param defaultText the value when nobody says anything, or null if there is none
 */
record Option<T>(
        String key,
        String placeholder,
        Function<String, T> parser,
        String allowed,
        List<String> choices,
        String example,
        @Nullable String defaultText,
        String help) {

    static Option<Integer> wholeNumber(String key, int least, int most, String example, String help) {
        return new Option<>(
                key,
                "N",
                text -> within(Integer.parseInt(text), least, most),
                "a whole number from " + least + " to " + most,
                List.of(),
                example,
                null,
                help);
    }

    static Option<Long> longNumber(String key, String example, String help) {
        return new Option<>(key, "N", Long::valueOf, "a whole number of 64 bits", List.of(), example, null, help);
    }

    static Option<Double> number(String key, Range range, String example, String help) {
        return new Option<>(key, "X", range::parse, range.toString(), List.of(), example, null, help);
    }

    static <T> Option<T> choice(String key, Map<String, T> choices, String example, String help) {
        return new Option<>(
                key,
                "NAME",
                text -> Optional.ofNullable(choices.get(text)).orElseThrow(IllegalArgumentException::new),
                oneOf(List.copyOf(choices.keySet())),
                List.copyOf(choices.keySet()),
                example,
                null,
                help);
    }

    /** A file or folder at any Hadoop URI. */
    static Option<String> uri(String key, String placeholder, String what, String example, String help) {
        return new Option<>(
                key, placeholder, Option::path, what + " at any Hadoop URI", List.of(), example, null, help);
    }

    /** A flag without a value: off unless given. */
    static Option<Boolean> toggle(String key, String help) {
        return new Option<>(key, "", Option::truth, "true or false", List.of("true", "false"), "true", "false", help);
    }

    Option<T> withDefault(String text) {
        return new Option<>(key, placeholder, parser, allowed, choices, example, text, help);
    }

    boolean isToggle() {
        return placeholder.isEmpty();
    }

    /** The name on the command line: {@code --learning-rate} for {@code learningRate}. */
    String flag() {
        return flag(key);
    }

    static String flag(String key) {
        return "--" + key.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String oneOf(List<String> names) {
        int last = names.size() - 1;
        return last < 1 ? String.join("", names) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    private static int within(int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    private static String path(String text) {
        return InputFiles.path(text).toString();
    }
}
