package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class InspectCommandTest {

    @Test
    void shouldShowLeNetLayerByLayer() {
        assertEquals(
                """
                layer                      output      parameters  multiply-adds
                input                      1×28×28
                padding 2                  1×32×32              0              0
                c1: convolution 5×5        6×28×28            156        117,600
                relu                       6×28×28              0              0
                max pooling 2×2, stride 2  6×14×14              0              0
                c3: convolution 5×5        16×10×10         2,416        240,000
                relu                       16×10×10             0              0
                max pooling 2×2, stride 2  16×5×5               0              0
                c5: dense                  120×1×1         48,120         48,000
                relu                       120×1×1              0              0
                f6: dense                  84×1×1          10,164         10,080
                relu                       84×1×1               0              0
                output: dense              10×1×1             850            840
                lenet                      10 classes      61,706        416,520
                """.replaceAll("(?m)^(.{27}) {6}", "$1"),
                Run.of("inspect", "--network", "lenet").out());
    }

    @Test
    void shouldTellMachinesTheSame() throws IOException {
        var run = Run.of("inspect", "--network", "lenet-d2l", "--classes", "47", "--image", "1x28x28", "--json");

        var document = new ObjectMapper().readTree(run.out());
        assertEquals("lenet-d2l", document.get("network").asText());
        assertEquals(61_706 + 37 * 85, document.get("parameters").asInt());
        assertEquals("[47,1,1]", document.get("layers").get(10).get("output").toString());
        assertEquals("", run.err());
    }

    @Test
    void shouldWantEitherNetworkOrModel() {
        assertEquals(
                new Run(
                        2,
                        "",
                        "convoy: neither --network nor --model is given; add one, for example --network lenet\n"),
                Run.of("inspect"));
        assertEquals(
                new Run(2, "", "convoy: both --network and --model are given; keep one\n"),
                Run.of("inspect", "--network", "lenet", "--model", "x"));
    }

    @Test
    void shouldRejectImagesThatNetworkDoesNotTake() {
        assertEquals(
                List.of(
                        "--image 1x40x40: lenet takes square images of 32×32 pixels or an even number less, such as 28×28,"
                                + " but found 40×40; scale them or choose another network"),
                Run.of("inspect", "--network", "lenet", "--image", "1x40x40").problems());
    }
}
