package io.convoy.trainer.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.network.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Models in the safetensors format (github.com/huggingface/safetensors): a header's length as 8 little-endian bytes,
 * the header in JSON, then the tensors as little-endian float32. The header's metadata holds the rest of the model:
 *
 * <pre>
 * format, formatVersion  "convoy", "2"
 * network                see {@link NetworkJson}
 * normalisation          mean and standardDeviation of each channel, as JSON
 * classNames             a JSON array
 * weightsDigest          see {@link WeightsDigest}
 * metadataDigest         SHA-256 over all other names and values in order of the names, each in UTF-8 with its length in
 *                        front as 4 big-endian bytes
 * </pre>
 *
 * Files of version 1, whose networks are lists of layers, are read but not written.
 */
public final class ModelFile {

    private static final String FORMAT = "convoy";
    private static final String VERSION = "2";
    private static final String VERSION_1 = "1";
    private static final String METADATA_DIGEST = "metadataDigest";
    private static final String FLOAT32 = "F32";
    private static final int MAXIMUM_HEADER = 16 << 20;
    private static final int CHUNK = 1 << 16;

    private ModelFile() {}

    /** Leaves the stream open. */
    public static void write(Model model, OutputStream out) throws IOException {
        var tensors = new LinkedHashMap<String, SafetensorsHeader.Entry>();
        long offset = 0;
        for (var step : model.network().steps()) {
            for (var tensor : step.tensors()) {
                long end = offset + (long) tensor.size() * Float.BYTES;
                tensors.put(tensor.name(), new SafetensorsHeader.Entry(FLOAT32, tensor.dimensions(), offset, end));
                offset = end;
            }
        }
        var header = new SafetensorsHeader(metadata(model), tensors).toBytes();
        out.write(littleEndian(new byte[Long.BYTES]).putLong(header.length).array());
        out.write(header);
        var parameters = model.parameters();
        for (int from = 0; from < parameters.length; from += CHUNK) {
            int count = Math.min(CHUNK, parameters.length - from);
            var bytes = new byte[count * Float.BYTES];
            littleEndian(bytes).asFloatBuffer().put(parameters, from, count);
            out.write(bytes);
        }
    }

    /**
     * Reads a file as untrusted input. Leaves the stream open.
     *
     * @param source what to call the file in messages
     * @param length of the whole file in bytes
     * @throws ModelFormatException if the file is not a whole, sound model
     */
    public static Model read(String source, InputStream in, long length) throws IOException {
        try {
            return read(in, length);
        } catch (ArithmeticException e) {
            throw new ModelFormatException(source, "its network is too large", e);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(source, e.getMessage(), e);
        }
    }

    private static Model read(InputStream in, long length) throws IOException {
        if (length < Long.BYTES) {
            throw new IllegalArgumentException("a file of " + length + " bytes is no model");
        }
        long headerLength = littleEndian(readExactly(in, Long.BYTES)).getLong();
        if (headerLength < 2 || headerLength > Math.min(MAXIMUM_HEADER, length - Long.BYTES)) {
            throw new IllegalArgumentException("not a safetensors file, or cut short: it has " + length
                    + " bytes and claims a header of " + Long.toUnsignedString(headerLength));
        }
        var header = SafetensorsHeader.parse(readExactly(in, (int) headerLength), length - Long.BYTES - headerLength);
        var metadata = header.metadata();
        requireEqual(metadata, "format", FORMAT);
        boolean version1 = required(metadata, "formatVersion").equals(VERSION_1);
        if (!version1) {
            requireEqual(metadata, "formatVersion", VERSION);
        }
        requireEqual(metadata, METADATA_DIGEST, digest(metadata));
        var networkJson = json(metadata, "network");
        var network = version1 ? NetworkJsonVersion1.read(networkJson) : NetworkJson.read(networkJson);
        var parameters = parameters(in, network, header);
        if (in.read() >= 0) {
            throw new IllegalArgumentException("more bytes follow than the " + length + " of the file");
        }
        requireEqual(metadata, "weightsDigest", WeightsDigest.of(parameters));
        return new Model(
                network,
                StrictJson.value(json(metadata, "normalisation"), Normalisation.class, "normalisation"),
                classNames(json(metadata, "classNames")),
                parameters);
    }

    private static List<String> classNames(JsonNode json) {
        var names = new ArrayList<String>();
        for (var name : json) {
            if (!name.isTextual()) {
                throw new IllegalArgumentException("class name " + name + " is not text");
            }
            names.add(name.textValue());
        }
        return names;
    }

    private static float[] parameters(InputStream in, Network network, SafetensorsHeader header) throws IOException {
        var offsets = new HashMap<String, Integer>();
        for (var step : network.steps()) {
            for (int t = 0; t < step.tensors().size(); t++) {
                var tensor = step.tensors().get(t);
                requireEntry(header, tensor);
                offsets.put(tensor.name(), step.offsets().get(t));
            }
        }
        if (offsets.size() != header.tensors().size()) {
            var surplus = new TreeSet<>(header.tensors().keySet());
            surplus.removeAll(offsets.keySet());
            throw new IllegalArgumentException("network " + network.name() + " has no tensors named " + surplus);
        }
        var parameters = new float[network.parameterCount()];
        for (var name : header.namesInOrder()) {
            var entry = header.entry(name);
            int offset = Objects.requireNonNull(offsets.get(name), name);
            readFloats(in, parameters, offset, (int) ((entry.end() - entry.begin()) / Float.BYTES));
        }
        return parameters;
    }

    private static void requireEntry(SafetensorsHeader header, Tensor tensor) {
        var entry = header.tensors().get(tensor.name());
        long bytes = (long) tensor.size() * Float.BYTES;
        if (entry == null
                || !entry.dtype().equals(FLOAT32)
                || !entry.shape().equals(tensor.dimensions())
                || entry.end() - entry.begin() != bytes) {
            throw new IllegalArgumentException("expected tensor " + tensor.name() + " of " + FLOAT32 + " and shape "
                    + tensor.dimensions() + " in " + bytes + " bytes but found " + entry);
        }
    }

    private static void readFloats(InputStream in, float[] values, int offset, int count) throws IOException {
        for (int from = 0; from < count; from += CHUNK) {
            int length = Math.min(CHUNK, count - from);
            littleEndian(readExactly(in, length * Float.BYTES)).asFloatBuffer().get(values, offset + from, length);
        }
    }

    private static byte[] readExactly(InputStream in, int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IllegalArgumentException("it ends early: " + (length - bytes.length) + " bytes are missing");
        }
        return bytes;
    }

    private static SortedMap<String, String> metadata(Model model) {
        var metadata = new TreeMap<String, String>();
        metadata.put("format", FORMAT);
        metadata.put("formatVersion", VERSION);
        metadata.put("network", NetworkJson.write(model.network()).toString());
        metadata.put("normalisation", StrictJson.write(model.normalisation()));
        metadata.put("classNames", StrictJson.write(model.classNames()));
        metadata.put("weightsDigest", WeightsDigest.of(model.parameters()));
        metadata.put(METADATA_DIGEST, digest(metadata));
        return metadata;
    }

    private static String digest(SortedMap<String, String> metadata) {
        var digest = WeightsDigest.sha256();
        metadata.forEach((name, value) -> {
            if (!name.equals(METADATA_DIGEST)) {
                update(digest, name);
                update(digest, value);
            }
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static String required(SortedMap<String, String> metadata, String name) {
        var value = metadata.get(name);
        if (value == null) {
            throw new IllegalArgumentException("not a Convoy model: its metadata has no " + name);
        }
        return value;
    }

    private static JsonNode json(SortedMap<String, String> metadata, String name) {
        return StrictJson.parse(required(metadata, name), name);
    }

    private static void requireEqual(SortedMap<String, String> metadata, String name, String expected) {
        var found = required(metadata, name);
        if (!found.equals(expected)) {
            throw new IllegalArgumentException("expected " + name + " " + expected + " but found " + found);
        }
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
