package io.convoy.trainer.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.convoy.trainer.network.NetworkException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a JSON object says about one thing. Whatever was not asked for is a mistake. */
final class Attributes {

    /** Of a layer: a point would look like one between sequences. */
    private static final Pattern NAME = Pattern.compile("[\\p{Alnum}_-]{1,64}");

    private static final Pattern TITLE = Pattern.compile("[\\p{Alnum}][\\p{Alnum} ._-]{0,63}");
    private static final int SHOWN = 40;

    private final String kind;
    private final ObjectNode json;
    private final Set<String> known = new LinkedHashSet<>();

    Attributes(String kind, ObjectNode json) {
        this.kind = kind;
        this.json = json;
    }

    @Nullable
    JsonNode optional(String key) {
        known.add(key);
        return json.get(key);
    }

    JsonNode required(String key) {
        var value = optional(key);
        if (value == null) {
            throw new NetworkException(kind + " needs \"" + key + "\"" + suggestion(key));
        }
        return value;
    }

    private String suggestion(String missing) {
        var unknown = new ArrayList<String>();
        json.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(known);
        return Suggestion.of(missing, unknown)
                .map(key -> "; did you mean it by " + quoted(key) + "?")
                .orElse("");
    }

    /** The name of a network. */
    String title() {
        return matching(TITLE, "1 to 64 letters, digits, spaces, points, _ and -", required("name"));
    }

    /** The name of a layer, or empty if there is none. */
    String nameOrEmpty() {
        var value = optional("name");
        return value == null ? "" : matching(NAME, "1 to 64 letters, digits, _ and -", value);
    }

    private static String matching(Pattern pattern, String expected, JsonNode value) {
        if (!value.isTextual() || !pattern.matcher(value.textValue()).matches()) {
            throw fault("name", expected, value);
        }
        return value.textValue();
    }

    int wholeNumber(String key, int least, int most) {
        return wholeNumber(key, required(key), least, most);
    }

    int wholeNumber(String key, int otherwise, int least, int most) {
        var value = optional(key);
        return value == null ? otherwise : wholeNumber(key, value, least, most);
    }

    private static int wholeNumber(String key, JsonNode value, int least, int most) {
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < least
                || value.intValue() > most) {
            var range = least == most ? String.valueOf(least) : "a whole number from " + least + " to " + most;
            throw fault(key, range, value);
        }
        return value.intValue();
    }

    /** A whole number, or a word that stands for one. */
    int wholeNumber(String key, int least, int most, String word, int meaning) {
        var value = required(key);
        if (value.isTextual() && value.textValue().equals(word)) {
            return meaning;
        }
        if (value.isTextual()) {
            throw fault(key, "a whole number or \"" + word + "\"", value);
        }
        return wholeNumber(key, value, least, most);
    }

    /** Height and width: one number for both, or both in brackets. */
    int[] pair(String key, int[] otherwise, int least, int most) {
        var value = optional(key);
        return value == null ? otherwise : pair(key, value, least, most);
    }

    int[] pair(String key, int least, int most) {
        return pair(key, required(key), least, most);
    }

    private static int[] pair(String key, JsonNode value, int least, int most) {
        if (!value.isArray()) {
            int both = wholeNumber(key, value, least, most);
            return new int[] {both, both};
        }
        if (value.size() != 2) {
            throw fault(key, "one number, or [height, width]", value);
        }
        return new int[] {wholeNumber(key, value.get(0), least, most), wholeNumber(key, value.get(1), least, most)};
    }

    double number(String key, double otherwise) {
        var value = optional(key);
        return value == null ? otherwise : number(key, value);
    }

    double number(String key) {
        return number(key, required(key));
    }

    private static double number(String key, JsonNode value) {
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw fault(key, "a finite number", value);
        }
        return value.doubleValue();
    }

    boolean flag(String key, boolean otherwise) {
        var value = optional(key);
        if (value == null) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw fault(key, "true or false", value);
        }
        return value.booleanValue();
    }

    void requireText(String key, String expected) {
        var value = required(key);
        if (!value.isTextual() || !value.textValue().equals(expected)) {
            throw fault(key, "\"" + expected + "\"", value);
        }
    }

    String choice(String key, String otherwise, String... choices) {
        var value = optional(key);
        if (value == null) {
            return otherwise;
        }
        if (!value.isTextual() || !List.of(choices).contains(value.textValue())) {
            throw fault(key, String.join(" or ", choices), value);
        }
        return value.textValue();
    }

    /** The members of an object; none if it is left out. */
    Map<String, JsonNode> objects(String key) {
        var value = optional(key);
        var members = new LinkedHashMap<String, JsonNode>();
        if (value == null) {
            return members;
        }
        if (!value.isObject()) {
            throw fault(key, "an object", value);
        }
        value.fields().forEachRemaining(field -> members.put(field.getKey(), field.getValue()));
        return members;
    }

    void requireNoOther() {
        json.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                var mend = Suggestion.of(key, known)
                        .map("did you mean \"%s\"?"::formatted)
                        .orElseGet(() -> known.isEmpty() ? "it has none" : "there are " + String.join(", ", known));
                throw new NetworkException(kind + " has no " + quoted(key) + "; " + mend);
            }
        });
    }

    private static NetworkException fault(String key, String expected, JsonNode found) {
        return new NetworkException("\"" + key + "\": expected " + expected + " but found " + shown(found));
    }

    static String shown(JsonNode value) {
        return value instanceof NullNode ? "null" : shortened(value.toString());
    }

    static String quoted(String text) {
        return '"' + shortened(text) + '"';
    }

    private static String shortened(String text) {
        var line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }
}
