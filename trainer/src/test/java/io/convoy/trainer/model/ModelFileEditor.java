package io.convoy.trainer.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.TreeMap;

/** Takes a model file apart, to put it together again in ways that {@link ModelFile#write} never would. */
final class ModelFileEditor {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    final ObjectNode header;
    byte[] data;

    ModelFileEditor(byte[] file) throws JsonProcessingException {
        var buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        var json = new byte[(int) buffer.getLong()];
        buffer.get(json);
        data = new byte[buffer.remaining()];
        buffer.get(data);
        header = (ObjectNode) MAPPER.readTree(new String(json, StandardCharsets.UTF_8));
    }

    ObjectNode tensor(String name) {
        return (ObjectNode) header.get(name);
    }

    ModelFileEditor offsets(String name, Object begin, Object end) {
        tensor(name).putArray("data_offsets").addPOJO(begin).addPOJO(end);
        return this;
    }

    /** Changes a metadata value and repairs the digest over the metadata. */
    ModelFileEditor metadata(String name, String value) {
        var metadata = (ObjectNode) header.get("__metadata__");
        metadata.put(name, value);
        var sorted = new TreeMap<String, String>();
        metadata.fields()
                .forEachRemaining(
                        field -> sorted.put(field.getKey(), field.getValue().textValue()));
        sorted.remove("metadataDigest");
        var digest = WeightsDigest.sha256();
        sorted.forEach((key, text) -> {
            update(digest, key);
            update(digest, text);
        });
        metadata.put("metadataDigest", HexFormat.of().formatHex(digest.digest()));
        return this;
    }

    private static void update(MessageDigest digest, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
        digest.update(bytes);
    }

    String metadata(String name) {
        return header.get("__metadata__").get(name).textValue();
    }

    /** Lays c1.bias before c1.weight. */
    ModelFileEditor swapFirstTensors() {
        var swapped = data.clone();
        System.arraycopy(data, 600, swapped, 0, 24);
        System.arraycopy(data, 0, swapped, 24, 600);
        data = swapped;
        return offsets("c1.bias", 0, 24).offsets("c1.weight", 24, 624);
    }

    byte[] bytes() {
        return bytes(header.toString());
    }

    byte[] bytes(String headerText) {
        var json = headerText.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data)
                .array();
    }
}
