package io.convoy.trainer.model;

import static io.convoy.trainer.network.Branches.add;
import static io.convoy.trainer.network.Sequence.identity;
import static io.convoy.trainer.network.Sequence.sequence;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.convoy.kernels.Window;
import io.convoy.trainer.network.Attention;
import io.convoy.trainer.network.Branches;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Initialisation;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.Network;
import io.convoy.trainer.network.Networks;
import io.convoy.trainer.network.Sequence;
import io.convoy.trainer.network.Tensor;
import io.convoy.trainer.network.Variant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkJsonTest {

    private static final ImageShape IMAGE = new ImageShape(3, 32, 32);

    private static String file(String blocks, String layers) {
        return "{\"format\": \"convoy-network\", \"version\": 2, \"name\": \"mine\", \"initialisation\": \"HE\", \"blocks\": {"
                + blocks + "}, \"layers\": [" + layers + "]}";
    }

    private static Network layers(String layers) {
        return NetworkJson.read(file("", layers + ", {\"dense\": {\"outputs\": \"classes\"}}"), IMAGE, 10);
    }

    private static List<String> tensors(Network network) {
        return network.tensors().stream().map(Tensor::name).toList();
    }

    @Test
    void shouldReadTheExampleOfItsPage() {
        var network = NetworkJson.read("""
                {"format": "convoy-network", "version": 2, "name": "mine", "initialisation": "HE",
                 "blocks": {"body": [{"convolution": {"channels": 16, "window": 3, "padding": 1, "bias": false}},
                                     "batch-normalisation", "relu"]},
                 "layers": [{"use": "body"},
                            {"repeat": 3, "layers": [{"add": [[{"use": "body"}, {"use": "body"}], []]}, "relu"]},
                            "global-average-pooling", {"dense": {"outputs": "classes"}}]}
                """, IMAGE, 10);

        assertEquals(
                List.of("convolution1.weight", "batch-normalisation1.weight", "batch-normalisation1.bias"),
                tensors(network).subList(0, 3));
        assertEquals(16 * 27 + 6 * 16 * 16 * 9 + 7 * 2 * 16 + 170, network.trainableParameterCount());
        assertEquals(body(1), network.layers().get(0));
        var second = ((Sequence) ((Sequence) network.layers().get(1)).layers().get(1));
        assertEquals(sequence(add(sequence(body(4), body(5)), identity()), Layer.Activation.RELU), second);
        assertEquals(10, network.classes());
    }

    private static Sequence body(int number) {
        return sequence(
                new Layer.Convolution(
                        "convolution" + number, 16, Window.square(3).withPadding(1), 1, false),
                new Layer.BatchNormalisation("batch-normalisation" + number, 1e-5),
                Layer.Activation.RELU);
    }

    static Stream<Network> everyNetwork() {
        return Networks.names().stream()
                .flatMap(name -> Stream.of(
                                Variant.PLAIN,
                                new Variant(Attention.SE, 1, 0),
                                new Variant(Attention.CBAM, 1, 0.25),
                                new Variant(Attention.NONE, 0.25, 0),
                                new Variant(Attention.NONE, 1, 0.5))
                        .filter(variant -> takes(name, variant))
                        .map(variant -> Networks.create(name, new ImageShape(3, 28, 28), 10, variant)));
    }

    private static boolean takes(String name, Variant variant) {
        return (variant.attention() == Attention.NONE
                        || Networks.taking(Variant.Choice.ATTENTION).contains(name))
                && (variant.width() == 1
                        || Networks.taking(Variant.Choice.WIDTH).contains(name))
                && (variant.dropout() == 0
                        || Networks.taking(Variant.Choice.DROPOUT).contains(name));
    }

    @ParameterizedTest
    @MethodSource("everyNetwork")
    void shouldReadWhatItWrites(Network network) {
        assertEquals(network, NetworkJson.read(NetworkJson.text(network), network.input(), 10));
        assertEquals(network, NetworkJson.read(NetworkJson.write(network)));
    }

    @Test
    void shouldWriteTextsForOtherImagesAndClasses() {
        var text = NetworkJson.text(Networks.create("resnet-20", IMAGE, 10));

        assertEquals(
                Networks.create("resnet-20", new ImageShape(1, 28, 28), 47),
                NetworkJson.read(text, new ImageShape(1, 28, 28), 47));
    }

    @Test
    void shouldWriteForPeople() {
        var network = new Network(
                "mine",
                IMAGE,
                List.of(
                        sequence(
                                "stage1",
                                new Layer.Convolution("conv", 8, Window.of(3, 1).withStride(2), 1, false),
                                new Layer.GroupNormalisation("norm", 2, 1e-5),
                                Layer.Activation.HARD_SWISH,
                                Branches.multiply(identity(), sequence(new Layer.GlobalAveragePooling()))),
                        new Layer.AveragePooling(Window.square(2).withStride(2), true),
                        new Layer.Dense("output", 10)),
                Initialisation.XAVIER);

        assertEquals("""
                {
                  "format": "convoy-network",
                  "version": 2,
                  "name": "mine",
                  "initialisation": "XAVIER",
                  "layers": [
                    {"name": "stage1", "layers": [
                      {"convolution": {"name": "conv", "channels": 8, "window": [3, 1], "stride": 2, "bias": false}},
                      {"group-normalisation": {"name": "norm", "groups": 2}},
                      "hard-swish",
                      {"multiply": [[], ["global-average-pooling"]]}
                    ]},
                    {"average-pooling": {"window": 2, "stride": 2, "countPadding": true}},
                    {"dense": {"name": "output", "outputs": "classes"}}
                  ]
                }
                """, NetworkJson.text(network));
    }

    @Test
    void shouldFillInWhatGoesWithoutSaying() {
        assertEquals(
                List.of(
                        new Layer.Convolution("convolution1", 4, Window.square(3)),
                        new Layer.MaxPooling(Window.HALVING),
                        new Layer.AveragePooling(Window.of(2, 3).withStride(1), true),
                        new Layer.Dropout(0.5)),
                layers("{\"convolution\": {\"channels\": 4, \"window\": 3}}, {\"max-pooling\": {\"window\": 2}},"
                                + "{\"average-pooling\": {\"window\": [2, 3], \"stride\": 1}},"
                                + " {\"dropout\": {\"probability\": 0.5}}")
                        .layers()
                        .subList(0, 4));
    }

    @Test
    void shouldNumberRepetitionsAndCountWithinNamedSequences() {
        var body = "\"batch-normalisation\", {\"group-normalisation\": {\"groups\": 1}}";

        assertEquals(
                List.of(
                        "block1.batch-normalisation1.weight",
                        "block1.group-normalisation1.weight",
                        "block2.batch-normalisation1.weight",
                        "block2.group-normalisation1.weight",
                        "batch-normalisation1.weight",
                        "group-normalisation1.weight",
                        "batch-normalisation2.weight",
                        "group-normalisation2.weight",
                        "dense1.weight"),
                tensors(layers("{\"repeat\": 2, \"name\": \"block\", \"layers\": [" + body
                                + "]}, {\"repeat\": 2, \"layers\": [" + body + "]}"))
                        .stream()
                        .filter(name -> name.endsWith(".weight"))
                        .toList());
    }

    @Test
    void shouldTakeImagesAndClassesThatAreTheTextsOwn() {
        var text = NetworkJson.write(Networks.create("lenet", IMAGE, 10)).toString();

        assertEquals("lenet", NetworkJson.read(text, IMAGE, 10).name());
        assertEquals(
                "takes images of 3×32×32 but found 1×32×32; correct its \"input\", or leave it out",
                faultOf(text, new ImageShape(1, 32, 32), 10));
        assertEquals("has 10 classes but found 9; correct its \"classes\", or leave it out", faultOf(text, IMAGE, 9));
    }

    private static String faultOf(String text, ImageShape image, int classes) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> NetworkJson.read(text, image, classes))
                .getMessage());
    }
}
