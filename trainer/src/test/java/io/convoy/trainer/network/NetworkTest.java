package io.convoy.trainer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.convoy.kernels.Window;
import io.convoy.trainer.network.Branches.Join;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NetworkTest {

    private static final ImageShape IMAGE = new ImageShape(16, 32, 32);
    private static final Sequence IDENTITY = new Sequence("", List.of());

    private static Layer convolution(String name, int channels, int stride, int padding) {
        var window = Window.square(3).withStride(stride).withPadding(padding);
        return new Layer.Convolution(name, channels, window, 1, false);
    }

    private static Layer normalisation(String name) {
        return new Layer.BatchNormalisation(name, Layer.BatchNormalisation.USUAL_EPSILON);
    }

    private static Sequence sequence(String name, Layer... layers) {
        return new Sequence(name, List.of(layers));
    }

    private static Network network(Layer... layers) {
        return new Network("test", IMAGE, List.of(layers), Initialisation.HE);
    }

    private static Layer residual(String name, int stride, int shortcutPadding) {
        return sequence(
                name,
                new Branches(
                        Join.ADD,
                        List.of(
                                sequence("", convolution("conv1", 32, stride, 1), normalisation("bn1")),
                                sequence("shortcut", convolution("conv", 32, stride, shortcutPadding)))),
                Layer.Activation.RELU);
    }

    private static String faultOf(Layer... layers) {
        return assertThrows(NetworkException.class, () -> network(layers)).getMessage();
    }

    @Test
    void shouldNameTensorsByTheSequencesAroundThem() {
        var network = network(sequence("stage2", residual("block1", 2, 1)), new Layer.Dense("output", 10));

        assertEquals(
                List.of(
                        "stage2.block1.conv1.weight",
                        "stage2.block1.bn1.weight",
                        "stage2.block1.bn1.bias",
                        "stage2.block1.bn1.running_mean",
                        "stage2.block1.bn1.running_var",
                        "stage2.block1.shortcut.conv.weight",
                        "output.weight",
                        "output.bias"),
                network.tensors().stream().map(Tensor::name).toList());
        assertEquals(
                network.tensors(),
                network.steps().stream()
                        .flatMap(step -> step.tensors().stream())
                        .toList());
    }

    @Test
    void shouldPlaceTensorsOneAfterTheOther() {
        var network = network(sequence("stage2", residual("block1", 2, 1)), new Layer.Dense("output", 10));

        int offset = 0;
        for (var step : network.steps()) {
            for (int t = 0; t < step.tensors().size(); t++) {
                assertEquals(offset, step.offsets().get(t));
                offset += step.tensors().get(t).size();
            }
        }

        assertEquals(offset, network.parameterCount());
        assertEquals(offset - 2 * 32, network.trainableParameterCount());
    }

    @Test
    void shouldBeginWithDrawnWeightsUnitScalesAndVariancesAndZeroElse() {
        var network = network(convolution("conv", 8, 1, 1), normalisation("bn"), new Layer.Dense("output", 10));

        var parameters = network.initialisation().parameters(network, 7);

        int offset = 0;
        for (var tensor : network.tensors()) {
            var values = IntStream.range(offset, offset + tensor.size())
                    .mapToObj(i -> parameters[i])
                    .distinct()
                    .toList();
            switch (tensor.name()) {
                case "bn.weight", "bn.running_var" -> assertEquals(List.of(1f), values);
                case "bn.bias", "bn.running_mean", "output.bias" -> assertEquals(List.of(0f), values);
                default -> assertEquals(tensor.size(), values.size(), 0.01 * tensor.size(), tensor.name());
            }
            offset += tensor.size();
        }
    }

    @Test
    void shouldLeadThroughTheTreeToAShapeThatDoesNotMeet() {
        assertEquals(
                "stage2 / block1 / shortcut: expected 32×32×32 but found 32×30×30; branches that are added have one shape",
                faultOf(sequence("stage2", residual("block1", 1, 0))));
        assertEquals(
                "stage2 / layer 1 / branch 2: expected 16×32×32 but found 16×16×16; branches that are added have one shape",
                faultOf(sequence(
                        "stage2", new Branches(Join.ADD, List.of(IDENTITY, new Layer.MaxPooling(Window.HALVING))))));
        assertEquals(
                "stage2 / block1 / conv1: expected groups to divide inputChannels=16 and outputChannels=9 but found 3",
                faultOf(sequence(
                        "stage2", sequence("block1", new Layer.Convolution("conv1", 9, Window.square(3), 3)))));
    }

    @Test
    void shouldJoinByAdding() {
        assertEquals(
                IMAGE,
                network(new Branches(Join.ADD, List.of(IDENTITY, IDENTITY)))
                        .root()
                        .output(IMAGE));
    }

    @Test
    void shouldJoinChannelsByConcatenating() {
        var joined = new Branches(Join.CONCATENATE, List.of(IDENTITY, convolution("a", 5, 1, 1), IDENTITY));

        assertEquals(new ImageShape(37, 32, 32), joined.output(IMAGE));
    }

    @Test
    void shouldSpreadOnePixelOrOneChannelWhenMultiplying() {
        var places = sequence("places", new Layer.ChannelStatistics(), convolution("conv", 1, 1, 1));

        assertEquals(
                IMAGE,
                new Branches(Join.MULTIPLY, List.of(new Layer.GlobalAveragePooling(), IDENTITY, places)).output(IMAGE));
        assertEquals(
                "branch 2: expected 16×32×32 but found 2×32×32; branches that are multiplied have one shape, one pixel or"
                        + " one channel",
                assertThrows(
                                NetworkException.class,
                                () -> new Branches(Join.MULTIPLY, List.of(IDENTITY, new Layer.ChannelStatistics()))
                                        .output(IMAGE))
                        .getMessage());
    }

    @Test
    void shouldCountMultiplyAddsOfAllBranches() {
        assertEquals(
                2L * 9 * 16 * 32 * 16 * 16, network(residual("block1", 2, 1)).multiplyAdds());
    }

    @Test
    void shouldRefuseTwoTensorsOfOneName() {
        assertEquals(
                "network test has two tensors named a.b.weight; give the layers, or the sequences around them, names of"
                        + " their own",
                faultOf(sequence("a", convolution("b", 3, 1, 1)), sequence("a", convolution("b", 3, 1, 1))));
    }

    @Test
    void shouldRefuseMoreParametersThanAMachineHolds() {
        assertEquals(
                "a / wide: tensor wide.weight of [1000000, 1000000] has more than 268435456 values; make the layer smaller",
                faultOf(sequence(
                        "a",
                        new Layer.GlobalAveragePooling(),
                        new Layer.Dense("narrow", 1_000_000),
                        new Layer.Dense("wide", 1_000_000))));
        assertEquals(
                "b: tensor b.weight of [8000, 12000] makes it more than 268435456 parameters; make the network smaller",
                faultOf(new Layer.Dense("a", 12_000), new Layer.Dense("b", 8_000)));
    }

    @Test
    void shouldRefuseMoreActivationsThanAMachineHolds() {
        assertEquals(
                "layer 2: an output of 16×4032×4032 makes it more than 268435456 values between the layers for one"
                        + " image; take smaller images or fewer channels",
                faultOf(new Layer.Padding(500), new Layer.Padding(1500)));
    }
}
