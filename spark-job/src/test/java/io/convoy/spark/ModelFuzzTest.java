package io.convoy.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.model.Model;
import io.convoy.trainer.model.ModelFile;
import io.convoy.trainer.model.ModelFormatException;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Networks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Model files damaged by chance, and by somebody who repairs the digests over what he changed. */
class ModelFuzzTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldRefuseDamagedModelsAsDocumented() throws Exception {
        Fuzz.mutate("models", List.of(model()), 1000, ModelFuzzTest::read, ModelFormatException.class);
    }

    @Test
    void shouldRefuseForgedHeadersAsDocumented() throws Exception {
        byte[] model = model();
        int length = (int) littleEndian(model).getLong();
        byte[] header =
                littleEndian(model).position(Long.BYTES).slice().limit(length).array();
        byte[] json = new byte[length];
        System.arraycopy(header, Long.BYTES, json, 0, length);
        Fuzz.mutate(
                "headers of models",
                List.of(json),
                1000,
                mutated -> read(assembled(mutated, model, length)),
                ModelFormatException.class);
    }

    @Test
    void shouldRefuseForgedNetworksAsDocumented() throws Exception {
        byte[] model = model();
        int length = (int) littleEndian(model).getLong();
        var header = (ObjectNode) JSON.readTree(new String(model, Long.BYTES, length, StandardCharsets.UTF_8));
        var metadata = (ObjectNode) header.get("__metadata__");
        byte[] network = metadata.get("network").textValue().getBytes(StandardCharsets.UTF_8);
        Fuzz.mutate(
                "networks of models",
                List.of(network),
                2000,
                mutated -> {
                    metadata.put("network", new String(mutated, StandardCharsets.UTF_8));
                    metadata.put("metadataDigest", digest(metadata));
                    read(assembled(JSON.writeValueAsBytes(header), model, length));
                },
                ModelFormatException.class);
    }

    private static void read(byte[] file) throws IOException {
        ModelFile.read("file:/model", new ByteArrayInputStream(file), file.length);
    }

    private static byte[] model() throws IOException {
        var network = Networks.create("lenet", new ImageShape(1, 28, 28), 10);
        var names = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
        var out = new ByteArrayOutputStream();
        var weights = network.initialisation().parameters(network, 1);
        ModelFile.write(new Model(network, Normalisation.identity(1), names, weights), out);
        return out.toByteArray();
    }

    /** Another header before the same tensors. */
    private static byte[] assembled(byte[] header, byte[] model, int headerLength) {
        int tensors = Long.BYTES + headerLength;
        return ByteBuffer.allocate(Long.BYTES + header.length + model.length - tensors)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(model, tensors, model.length - tensors)
                .array();
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** As {@link ModelFile} describes it. */
    private static String digest(ObjectNode metadata) throws Exception {
        var sorted = new TreeMap<String, String>();
        metadata.fields()
                .forEachRemaining(
                        field -> sorted.put(field.getKey(), field.getValue().textValue()));
        sorted.remove("metadataDigest");
        var digest = MessageDigest.getInstance("SHA-256");
        for (var entry : sorted.entrySet()) {
            for (var text : List.of(entry.getKey(), entry.getValue())) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                digest.update(bytes);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
