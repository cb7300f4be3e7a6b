package io.convoy.trainer.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;

/**
 * JSON for people: arrays that are too long for a line are broken, an element a line, and so is the outermost object.
 */
final class JsonText {

    private static final int WIDTH = 110;

    private JsonText() {}

    static String of(JsonNode object) {
        var fields = new ArrayList<String>();
        object.fields().forEachRemaining(field -> {
            var key = "  " + StrictJson.write(field.getKey()) + ": ";
            fields.add(key + text(field.getValue(), "  ", key.length()));
        });
        return "{\n" + String.join(",\n", fields) + "\n}\n";
    }

    /** @param column where the text begins in its line */
    private static String text(JsonNode json, String indent, int column) {
        if (!json.isContainerNode()) {
            return json.toString();
        }
        var parts = new ArrayList<String>();
        if (json.isObject()) {
            json.fields().forEachRemaining(field -> {
                var key = StrictJson.write(field.getKey()) + ": ";
                int used = parts.stream().mapToInt(part -> part.length() + 2).sum();
                parts.add(key + text(field.getValue(), indent, column + 1 + used + key.length()));
            });
            return "{" + String.join(", ", parts) + "}";
        }
        json.forEach(element -> parts.add(text(element, indent + "  ", indent.length() + 2)));
        var line = "[" + String.join(", ", parts) + "]";
        return column + line.length() <= WIDTH && !line.contains("\n")
                ? line
                : "[\n" + indent + "  " + String.join(",\n" + indent + "  ", parts) + "\n" + indent + "]";
    }
}
