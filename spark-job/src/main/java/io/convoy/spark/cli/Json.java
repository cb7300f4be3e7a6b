package io.convoy.spark.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;

/** JSON as text: maps in their own order, records in the order of their components. */
final class Json {

    private static final ObjectMapper LINE = new ObjectMapper().setSerializationInclusion(JsonInclude.Include.NON_NULL);
    private static final ObjectMapper PRETTY = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    static String line(Object document) {
        return write(LINE, document);
    }

    static String pretty(Object document) {
        return write(PRETTY, document);
    }

    /** @throws IOException if the text is no such document */
    static <T> T read(String text, Class<T> type) throws IOException {
        return LINE.readValue(text, type);
    }

    private static String write(ObjectMapper mapper, Object document) {
        try {
            return mapper.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + document, e);
        }
    }
}
