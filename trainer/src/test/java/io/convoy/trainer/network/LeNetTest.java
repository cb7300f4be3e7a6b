package io.convoy.trainer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeNetTest {

    private static final ImageShape IMAGE = new ImageShape(1, 28, 28);

    @Test
    void shouldHaveTheShapesOfThePaper() {
        var network = LeNet.lenet(IMAGE, 10);

        var outputs = network.steps().stream()
                .filter(step -> !(step.layer() instanceof Layer.Activation))
                .map(step -> step.output().toString())
                .toList();

        assertEquals(
                List.of("1×32×32", "6×28×28", "6×14×14", "16×10×10", "16×5×5", "120×1×1", "84×1×1", "10×1×1"), outputs);
    }

    @Test
    void shouldHaveTheParametersOfAFullyConnectedC3() {
        var network = LeNet.lenet(IMAGE, 10);

        var counts = network.steps().stream()
                .mapToInt(Network.Step::parameterCount)
                .filter(count -> count > 0)
                .boxed()
                .toList();

        assertEquals(List.of(156, 2416, 48120, 10164, 850), counts);
        assertEquals(61_706, network.parameterCount());
    }

    @Test
    void shouldCountMultiplyAddsOfTheForwardPass() {
        assertEquals(416_520, LeNet.lenet(IMAGE, 10).multiplyAdds());
    }

    @Test
    void shouldHaveAsManyParametersInTheVariantOfD2l() {
        assertEquals(61_706, LeNet.d2l(IMAGE, 10).parameterCount());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1×28×30", "1×27×27", "1×34×34"})
    void shouldRefuseImagesThatCannotBeFramed(String size) {
        var sides = size.split("×");
        var image = new ImageShape(1, Integer.parseInt(sides[1]), Integer.parseInt(sides[2]));

        var error = assertThrows(IllegalArgumentException.class, () -> LeNet.lenet(image, 10));

        assertTrue(error.getMessage().contains(size.substring(2)), error.getMessage());
    }

    @Test
    void shouldNameTheNetworksThatExist() {
        for (var name : Networks.names()) {
            assertEquals(name, Networks.create(name, IMAGE, 10).name());
        }
        var error = assertThrows(IllegalArgumentException.class, () -> Networks.create("lent", IMAGE, 10));
        assertEquals(
                "there is no network \"lent\"; choose one of " + String.join(", ", Networks.names()),
                error.getMessage());
    }
}
