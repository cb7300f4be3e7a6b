package io.convoy.trainer.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON between records and text where nothing is guessed, converted, repeated or left out. */
final class StrictJson {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private StrictJson() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value + " as JSON", e);
        }
    }

    /** @throws IllegalArgumentException if the text is not one JSON object or array */
    static JsonNode parse(String text, String place) {
        try {
            var json = MAPPER.readTree(text);
            if (!json.isContainerNode()) {
                throw new IllegalArgumentException(place + " is not JSON");
            }
            return json;
        } catch (StreamConstraintsException e) {
            var limit = String.valueOf(e.getOriginalMessage()).replaceAll(" \\(`[^)]*\\)|, from `[^`]*`", "");
            throw new IllegalArgumentException(
                    place + " is beyond what is read as JSON: " + limit + "; make it smaller", e);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            var line = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new IllegalArgumentException(place + " is not JSON" + line + ": " + e.getOriginalMessage(), e);
        }
    }

    /** @throws IllegalArgumentException if the JSON does not have just the components of the record */
    static <T> T value(JsonNode json, Class<T> type, String place) {
        if (json.isMissingNode() || json.isNull()) {
            throw new IllegalArgumentException(place + " is missing");
        }
        try {
            return MAPPER.treeToValue(json, type);
        } catch (JsonProcessingException e) {
            var reason = e.getCause() instanceof IllegalArgumentException cause
                    ? cause.getMessage()
                    : e.getOriginalMessage();
            throw new IllegalArgumentException(place + ": " + reason, e);
        }
    }
}
