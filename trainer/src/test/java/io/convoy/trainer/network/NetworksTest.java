package io.convoy.trainer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NetworksTest {

    private static final ImageShape GREY = new ImageShape(1, 28, 28);

    private static ImageShape image(String text) {
        var sizes = text.split("x");
        return new ImageShape(Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]), Integer.parseInt(sizes[2]));
    }

    static List<String> names() {
        return Networks.names();
    }

    /**
     * Figures of the papers and of the implementations that people compare with; statistics are no parameters there.
     */
    @ParameterizedTest
    @CsvSource({
        "lenet,           1x28x28,     61_706,     0,     416_520",
        "lenet-d2l,       1x28x28,     61_706,     0,     416_520",
        // 269,722, 464,154 and 853,018 with option A; the two projections of option B have 2,752 more
        "resnet-20,       3x32x32,    272_474,  1_568,  40_813_184",
        "resnet-32,       3x32x32,    466_906,  2_464,  69_124_736",
        "resnet-56,       3x32x32,    855_770,  4_256, 125_747_840",
        "resnet-18,       3x32x32, 11_173_962,  9_600, 555_422_720",
        "resnet-18-d2l,   1x96x96, 11_178_378,  7_808, 318_657_536",
        // 1,649,402 in the paper, whose 1,712 normalised channels have no scales
        "inception-small, 3x32x32,  1_651_114,  3_424, 266_734_880",
        "googlenet,       1x96x96,  5_977_530,      0, 276_066_304",
        "mobilenet,       3x32x32,  3_217_226, 21_888,  46_354_432",
        "mobilenet-v2,    3x32x32,  2_296_922, 35_088,  91_154_944",
        "densenet-40-12,  3x32x32,  1_019_722, 18_096, 264_812_928",
        "vgg-small,       3x32x32,    814_570,    896,  39_160_320"
    })
    void shouldHaveThePublishedNumberOfParameters(
            String name, String image, String trainable, String statistics, String multiplyAdds) {
        var network = Networks.create(name, image(image), 10);

        assertEquals(number(trainable), network.trainableParameterCount());
        assertEquals(number(statistics), network.parameterCount() - network.trainableParameterCount());
        assertEquals(number(multiplyAdds), network.multiplyAdds());
    }

    @ParameterizedTest
    @CsvSource({
        // 278,206 and 278,686 with option A
        "resnet-20,      SE,   1,       0,   280_958",
        "resnet-20,      CBAM, 1,       0,   281_438",
        "resnet-18,      SE,   1,       0, 11_263_042",
        "mobilenet,      NONE, 0.5,     0,   823_722",
        "mobilenet,      NONE, 0.25,    0,   215_642",
        "densenet-40-12, NONE, 1,     0.2, 1_019_722"
    })
    void shouldHaveThePublishedNumberOfParametersInItsVariants(
            String name, Attention attention, double width, double dropout, String trainable) {
        var network = Networks.create(name, image("3x32x32"), 10, new Variant(attention, width, dropout));

        assertEquals(number(trainable), network.trainableParameterCount());
    }

    private static long number(String text) {
        return Long.parseLong(text.replace("_", ""));
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldTakeAnyChannelsAndClasses(String name) {
        var network = Networks.create(name, new ImageShape(7, 28, 28), 47);

        assertEquals(47, network.classes());
        assertEquals(name, network.name());
        assertEquals(7, network.steps().get(0).input().channels());
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldTakeAnySizeButForLeNet(String name) {
        for (var image : List.of(new ImageShape(3, 96, 64), new ImageShape(1, 33, 35), new ImageShape(3, 160, 160))) {
            if (!name.equals("lenet")) {
                assertEquals(5, Networks.create(name, image, 5).classes(), image::toString);
            }
        }
    }

    @Test
    void shouldTellWhereAnImageIsTooSmall() {
        assertEquals(
                "block3 / layer 3: a window of height 2 does not fit into height 1 with padding 0; take a smaller window or more"
                        + " padding",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Networks.create("vgg-small", new ImageShape(1, 4, 4), 10))
                        .getMessage());
    }

    @Test
    void shouldReadAsItsBlocks() {
        var tensors = Networks.create("resnet-20", GREY, 10, new Variant(Attention.SE, 1, 0)).tensors().stream()
                .map(Tensor::name)
                .filter(name -> name.startsWith("stage2.block1."))
                .filter(name -> !name.contains("bn"))
                .toList();

        assertEquals(
                List.of(
                        "stage2.block1.conv1.weight",
                        "stage2.block1.conv2.weight",
                        "stage2.block1.se.reduce.weight",
                        "stage2.block1.se.reduce.bias",
                        "stage2.block1.se.expand.weight",
                        "stage2.block1.se.expand.bias",
                        "stage2.block1.shortcut.conv.weight"),
                tensors);
    }

    @Test
    void shouldDropValuesBeforeTheOutputAndInDenseNetAfterEachConvolution() {
        assertEquals(1, dropouts("resnet-20"));
        assertEquals(1, dropouts("mobilenet-v2"));
        assertEquals(38, dropouts("densenet-40-12"));
    }

    private static long dropouts(String name) {
        return Networks.create(name, GREY, 10, new Variant(Attention.NONE, 1, 0.3)).steps().stream()
                .filter(step -> step.layer().equals(new Layer.Dropout(0.3)))
                .count();
    }

    @Test
    void shouldTellVariantsApartByName() {
        assertEquals(
                "resnet-32-cbam",
                Networks.create("resnet-32", GREY, 10, new Variant(Attention.CBAM, 1, 0))
                        .name());
        assertEquals(
                "mobilenet-x0.25",
                Networks.create("mobilenet", GREY, 10, new Variant(Attention.NONE, 0.25, 0))
                        .name());
    }

    @Test
    void shouldRefuseWhatANetworkDoesNotTake() {
        assertEquals(
                "mobilenet takes no attention; leave it out, or choose one of resnet-20, resnet-32, resnet-56, resnet-18,"
                        + " resnet-18-d2l",
                refusal("mobilenet", new Variant(Attention.SE, 1, 0)));
        assertEquals(
                "resnet-20 takes no width; leave it out, or choose one of mobilenet, mobilenet-v2",
                refusal("resnet-20", new Variant(Attention.NONE, 0.5, 0)));
        assertEquals(
                "there is no network \"lent\"; choose one of " + String.join(", ", Networks.names()),
                refusal("lent", Variant.PLAIN));
    }

    private static String refusal(String name, Variant variant) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> Networks.create(name, GREY, 10, variant))
                        .getMessage());
    }
}
