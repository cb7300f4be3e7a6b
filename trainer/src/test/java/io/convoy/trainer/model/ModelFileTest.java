package io.convoy.trainer.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.kernels.Window;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Initialisation;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.LeNet;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.network.Networks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelFileTest {

    private static final ImageShape IMAGE = new ImageShape(1, 28, 28);
    private static final List<String> CLOTHES = List.of(
            "T-shirt/top",
            "Trouser",
            "Pullover",
            "Dress",
            "Coat",
            "Sandal",
            "Shirt",
            "Sneaker",
            "Bag",
            "Stiefelchen für Ümläute");

    private static Model lenet() {
        var network = LeNet.lenet(IMAGE, 10);
        return new Model(
                network,
                new Normalisation(List.of(0.28604), List.of(0.35302)),
                CLOTHES,
                network.initialisation().parameters(network, 1));
    }

    private static byte[] write(Model model) throws IOException {
        var out = new ByteArrayOutputStream();
        ModelFile.write(model, out);
        return out.toByteArray();
    }

    private static Model read(byte[] file) throws IOException {
        return ModelFile.read("m.safetensors", new ByteArrayInputStream(file), file.length);
    }

    private static void assertSameModel(Model expected, Model actual) {
        assertEquals(expected.network(), actual.network());
        assertEquals(expected.normalisation(), actual.normalisation());
        assertEquals(expected.classNames(), actual.classNames());
        assertEquals(WeightsDigest.of(expected.parameters()), WeightsDigest.of(actual.parameters()));
    }

    @Test
    void shouldReadWhatItWrote() throws IOException {
        assertSameModel(lenet(), read(write(lenet())));
    }

    @Test
    void shouldKeepEveryKindOfLayer() throws IOException {
        var network = new Network(
                "every layer",
                new ImageShape(4, 20, 17),
                List.of(
                        new Layer.Padding(3),
                        new Layer.Convolution("a", 8, new Window(3, 2, 2, 1, 1, 0, 1, 2), 4),
                        Layer.Activation.RELU,
                        new Layer.MaxPooling(Window.of(2, 3)),
                        Layer.Activation.SIGMOID,
                        new Layer.AveragePooling(Window.square(3).withPadding(1), false),
                        Layer.Activation.TANH,
                        new Layer.Dense("b", 2)),
                Initialisation.XAVIER);
        var model = new Model(
                network,
                Normalisation.identity(4),
                List.of("no", "yes"),
                network.initialisation().parameters(network, 1));

        assertSameModel(model, read(write(model)));
    }

    @ParameterizedTest
    @MethodSource("io.convoy.trainer.network.Networks#names")
    void shouldKeepNamedNetworks(String name) throws IOException {
        var network = Networks.create(name, new ImageShape(3, 28, 28), 4);
        var parameters = network.initialisation().parameters(network, 5);
        var model = new Model(network, Normalisation.identity(3), List.of("a", "b", "c", "d"), parameters);

        assertSameModel(model, read(write(model)));
    }

    /** The file was written by Convoy before there was a version 2. */
    @Test
    void shouldReadModelsOfVersion1() throws IOException {
        byte[] file;
        try (var in = Objects.requireNonNull(ModelFileTest.class.getResourceAsStream("version-1.safetensors"))) {
            file = in.readAllBytes();
        }
        var network = new Network(
                "every-layer",
                new ImageShape(4, 20, 17),
                List.of(
                        new Layer.Padding(3),
                        new Layer.Convolution("a", 8, new Window(3, 2, 2, 1, 1, 0, 1, 2), 4),
                        Layer.Activation.RELU,
                        new Layer.MaxPooling(Window.of(2, 3)),
                        Layer.Activation.SIGMOID,
                        new Layer.AveragePooling(Window.square(3).withPadding(1).withStride(2), false),
                        Layer.Activation.TANH,
                        new Layer.Dense("b", 2)),
                Initialisation.XAVIER);
        var parameters = network.initialisation().parameters(network, 1);

        var model = read(file);

        assertSameModel(new Model(network, Normalisation.identity(4), List.of("no", "yes"), parameters), model);
        assertSameModel(model, read(write(model)));
        assertEquals(
                "ef064276cea168f34cf0f9fc4fbe8a1749db4764a609e92c11840ad72d34ded2",
                WeightsDigest.of(model.parameters()));
    }

    @Test
    void shouldWriteTheSameBytesForTheSameModel() throws IOException {
        assertArrayEquals(write(lenet()), write(lenet()));
    }

    /** Written from the format's description alone. */
    @Test
    void shouldBeReadableByAnyReaderOfTheFormat() throws IOException {
        var file = ByteBuffer.wrap(write(lenet())).order(ByteOrder.LITTLE_ENDIAN);
        var header = new byte[(int) file.getLong()];
        file.get(header);
        var data = file.slice().order(ByteOrder.LITTLE_ENDIAN);
        var json = new ObjectMapper().readTree(new String(header, StandardCharsets.UTF_8));
        var tensors = new TreeMap<String, float[]>();
        json.fields().forEachRemaining(field -> {
            if (!field.getKey().equals("__metadata__")) {
                int begin = field.getValue().get("data_offsets").get(0).asInt();
                int end = field.getValue().get("data_offsets").get(1).asInt();
                var values = new float[(end - begin) / 4];
                data.slice(begin, end - begin)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(values);
                tensors.put(field.getKey(), values);
            }
        });

        assertEquals(0, file.position() % 8);
        assertEquals("F32", json.get("c3.weight").get("dtype").asText());
        assertEquals("[16,6,5,5]", json.get("c3.weight").get("shape").toString());
        assertEquals(
                List.of(
                        "c1.bias",
                        "c1.weight",
                        "c3.bias",
                        "c3.weight",
                        "c5.bias",
                        "c5.weight",
                        "f6.bias",
                        "f6.weight",
                        "output.bias",
                        "output.weight"),
                List.copyOf(tensors.keySet()));
        assertEquals(
                61_706,
                tensors.values().stream().mapToInt(values -> values.length).sum());
        var parameters = lenet().parameters();
        assertEquals(parameters[0], tensors.get("c1.weight")[0]);
        assertEquals(parameters[156 + 2399], tensors.get("c3.weight")[2399]);
        assertEquals(parameters[61_706 - 11], tensors.get("output.weight")[839]);
        assertEquals(
                WeightsDigest.of(parameters),
                json.get("__metadata__").get("weightsDigest").asText());
    }

    @Test
    void shouldTakeTensorsInAnyOrder() throws IOException {
        var file = new ModelFileEditor(write(lenet())).swapFirstTensors().bytes();

        assertSameModel(lenet(), read(file));
    }

    @Test
    void shouldRefuseAModelWhosePartsDoNotFit() {
        var model = lenet();
        assertThrows(
                IllegalArgumentException.class,
                () -> new Model(model.network(), model.normalisation(), List.of("one"), model.parameters()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Model(model.network(), model.normalisation(), CLOTHES, new float[3]));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Model(model.network(), Normalisation.identity(3), CLOTHES, model.parameters()));
        model.parameters()[17] = Float.NaN;
        var error = assertThrows(
                IllegalArgumentException.class,
                () -> new Model(model.network(), model.normalisation(), CLOTHES, model.parameters()));
        assertEquals("parameter 17 is NaN", error.getMessage());
    }

    @Test
    void shouldGiveTheDigestOfTheLittleEndianBytes() {
        assertEquals(
                "48943f7a0ea247f8e3c9386d0c5822fe181d323a9289980426638cc4e72a43e1",
                WeightsDigest.of(new float[] {1, -2.5f}));
        assertEquals("48943f7a0ea247f8", WeightsDigest.abbreviate(WeightsDigest.of(new float[] {1, -2.5f})));
        assertNotEquals(WeightsDigest.of(new float[] {0f}), WeightsDigest.of(new float[] {-0f}));
    }
}
