package io.convoy.spark.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;

/**
 * Documents as JSON: records in the order of their components, without those that are null; maps in their own order;
 * times as ISO-8601 text. Fields that a later version added are passed over when read; a field that is missing is
 * refused by the record's constructor.
 */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule("convoy")
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantDeserializer()))
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final ObjectWriter LINE = MAPPER.writer();
    private static final ObjectWriter INDENTED = MAPPER.writerWithDefaultPrettyPrinter();

    private Json() {}

    /** The document on one line, without a line feed at its end. */
    public static String line(Object document) {
        return text(LINE, document);
    }

    /** The document on indented lines, without a line feed at its end. */
    public static String indented(Object document) {
        return text(INDENTED, document);
    }

    /** The document as indented UTF-8 that ends with a line feed. */
    public static byte[] bytes(Object document) {
        return (indented(document) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ObjectWriter writer, Object document) {
        try {
            return writer.writeValueAsString(document);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalStateException("cannot be written as JSON: " + document, unwritable);
        }
    }

    /** @throws TornDocumentException if the bytes are no JSON object */
    public static Map<?, ?> object(byte[] bytes) throws TornDocumentException {
        return parse(bytes, Map.class);
    }

    /** @throws TornDocumentException if the text is not such a document */
    public static <T> T parse(String text, Class<T> type) throws TornDocumentException {
        return parse(text.getBytes(StandardCharsets.UTF_8), type);
    }

    /** @throws TornDocumentException if the bytes are not such a document: cut short, empty, a field missing */
    public static <T> T parse(byte[] bytes, Class<T> type) throws TornDocumentException {
        T document;
        try {
            document = MAPPER.readValue(bytes, type);
        } catch (IOException malformed) { // also characters that are none, which Jackson calls no error of JSON
            throw new TornDocumentException(
                    bytes.length + " bytes that are no " + type.getSimpleName() + ": " + reason(malformed), malformed);
        }
        if (document == null) {
            throw new TornDocumentException("JSON null where a " + type.getSimpleName() + " was expected", null);
        }
        return document;
    }

    /** In one line, whatever stands in the document. */
    private static String reason(IOException malformed) {
        var reason =
                malformed instanceof JsonProcessingException json ? json.getOriginalMessage() : malformed.getMessage();
        return String.valueOf(reason).replaceAll("\\p{Cc}+", " ");
    }

    private static final class InstantDeserializer extends StdDeserializer<Instant> {

        private static final long serialVersionUID = 1L;

        InstantDeserializer() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getText();
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException malformed) {
                throw context.weirdStringException(text, Instant.class, "expected a time such as 2026-01-31T02:00:00Z");
            }
        }
    }
}
