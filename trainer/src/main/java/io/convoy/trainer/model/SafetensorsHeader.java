package io.convoy.trainer.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** The JSON header of the safetensors format. */
record SafetensorsHeader(SortedMap<String, String> metadata, Map<String, Entry> tensors) {

    private static final String METADATA = "__metadata__";

    /** Tensors begin at a multiple of this many bytes of the file. */
    private static final int ALIGNMENT = 8;

    /** A tensor's type, dimensions, and where it lies in the data after the header, in bytes. */
    record Entry(String dtype, List<Integer> shape, long begin, long end) {}

    /** The text in UTF-8, with spaces at its end so that the data which follows is aligned. */
    byte[] toBytes() {
        var json = StrictJson.MAPPER.createObjectNode();
        var metadataJson = json.putObject(METADATA);
        metadata.forEach(metadataJson::put);
        tensors.forEach((name, entry) -> {
            var tensor = json.putObject(name).put("dtype", entry.dtype());
            var shape = tensor.putArray("shape");
            entry.shape().forEach(shape::add);
            tensor.putArray("data_offsets").add(entry.begin()).add(entry.end());
        });
        var text = StrictJson.write(json).getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        var bytes = Arrays.copyOf(text, padded);
        Arrays.fill(bytes, text.length, padded, (byte) ' ');
        return bytes;
    }

    /** @throws IllegalArgumentException if this is not a header, or the tensors leave holes or overlap */
    static SafetensorsHeader parse(byte[] bytes, long dataLength) {
        var json = StrictJson.parse(decode(bytes), "the header");
        if (!json.isObject()) {
            throw new IllegalArgumentException("the header is not a JSON object");
        }
        var metadata = new TreeMap<String, String>();
        json.path(METADATA).fields().forEachRemaining(field -> {
            if (!field.getValue().isTextual()) {
                throw new IllegalArgumentException("metadata \"" + field.getKey() + "\" is not text");
            }
            metadata.put(field.getKey(), field.getValue().textValue());
        });
        var tensors = new LinkedHashMap<String, Entry>();
        json.fields().forEachRemaining(field -> {
            if (!field.getKey().equals(METADATA)) {
                tensors.put(field.getKey(), entry(field.getKey(), field.getValue()));
            }
        });
        var header = new SafetensorsHeader(metadata, tensors);
        header.requireGapless(dataLength);
        return header;
    }

    private static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the header is not UTF-8", e);
        }
    }

    private static Entry entry(String name, JsonNode json) {
        var offsets = json.path("data_offsets");
        var shapeJson = json.path("shape");
        if (json.size() != 3 || !json.path("dtype").isTextual() || !shapeJson.isArray() || offsets.size() != 2) {
            throw new IllegalArgumentException("tensor " + name + " needs dtype, shape and two data_offsets");
        }
        var shape = new ArrayList<Integer>();
        for (var dimension : shapeJson) {
            shape.add((int) wholeNumber(name, dimension, Integer.MAX_VALUE));
        }
        return new Entry(
                json.path("dtype").textValue(),
                shape,
                wholeNumber(name, offsets.path(0), Long.MAX_VALUE),
                wholeNumber(name, offsets.path(1), Long.MAX_VALUE));
    }

    private static long wholeNumber(String name, JsonNode json, long maximum) {
        if (!json.isIntegralNumber()
                || !json.canConvertToLong()
                || json.longValue() < 0
                || json.longValue() > maximum) {
            throw new IllegalArgumentException(
                    "tensor " + name + " needs whole numbers from 0 to " + maximum + " but has " + json);
        }
        return json.longValue();
    }

    /** The tensors' names in the order in which they lie in the data. */
    List<String> namesInOrder() {
        return tensors.keySet().stream()
                .sorted(Comparator.comparingLong(name -> entry(name).begin()))
                .toList();
    }

    Entry entry(String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    private void requireGapless(long dataLength) {
        long end = 0;
        for (var name : namesInOrder()) {
            var entry = entry(name);
            if (entry.begin() != end || entry.end() <= entry.begin()) {
                throw new IllegalArgumentException("tensor " + name + " should begin at byte " + end
                        + " of the data, where the one before it ends, but lies from " + entry.begin() + " to "
                        + entry.end());
            }
            end = entry.end();
        }
        if (end != dataLength) {
            throw new IllegalArgumentException("the tensors take " + end + " bytes but the file has " + dataLength
                    + " after its header: it was cut short or something was appended");
        }
    }
}
