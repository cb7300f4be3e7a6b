package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectCommandTest {

    /** A user's network: a block by name, a residual join. */
    static final String EXAMPLE = """
            {"format": "convoy-network", "version": 2, "name": "mine", "initialisation": "HE",
             "blocks": {"body": [
                 {"convolution": {"channels": 16, "window": 3, "padding": 1, "bias": false}},
                 "batch-normalisation", "relu"]},
             "layers": [
                 {"use": "body"},
                 {"repeat": 3, "layers": [{"add": [[{"use": "body"}, {"use": "body"}], []]}, "relu"]},
                 "global-average-pooling",
                 {"dense": {"outputs": "classes"}}]}
            """;

    @TempDir
    Path folder;

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
    void shouldShowBranchesWhereTheyJoin() throws IOException {
        var file = Files.writeString(folder.resolve("mine.json"), EXAMPLE);

        assertEquals(
                """
                layer                                          output      parameters  multiply-adds
                input                                          3×8×8
                convolution1: convolution 3×3, padding 1       16×8×8             432         27,648
                batch-normalisation1: batch normalisation      16×8×8              32              0
                relu                                           16×8×8               0              0
                add                                            16×8×8
                  branch 1                                     16×8×8
                    convolution2: convolution 3×3, padding 1   16×8×8           2,304        147,456
                    batch-normalisation2: batch normalisation  16×8×8              32              0
                    relu                                       16×8×8               0              0
                    convolution3: convolution 3×3, padding 1   16×8×8           2,304        147,456
                    batch-normalisation3: batch normalisation  16×8×8              32              0
                    relu                                       16×8×8               0              0
                  branch 2: identity                           16×8×8
                relu                                           16×8×8               0              0
                add                                            16×8×8
                  branch 1                                     16×8×8
                    convolution4: convolution 3×3, padding 1   16×8×8           2,304        147,456
                    batch-normalisation4: batch normalisation  16×8×8              32              0
                    relu                                       16×8×8               0              0
                    convolution5: convolution 3×3, padding 1   16×8×8           2,304        147,456
                    batch-normalisation5: batch normalisation  16×8×8              32              0
                    relu                                       16×8×8               0              0
                  branch 2: identity                           16×8×8
                relu                                           16×8×8               0              0
                add                                            16×8×8
                  branch 1                                     16×8×8
                    convolution6: convolution 3×3, padding 1   16×8×8           2,304        147,456
                    batch-normalisation6: batch normalisation  16×8×8              32              0
                    relu                                       16×8×8               0              0
                    convolution7: convolution 3×3, padding 1   16×8×8           2,304        147,456
                    batch-normalisation7: batch normalisation  16×8×8              32              0
                    relu                                       16×8×8               0              0
                  branch 2: identity                           16×8×8
                relu                                           16×8×8               0              0
                global average pooling                         16×1×1               0              0
                dense1: dense                                  10×1×1             170            160
                mine                                           10 classes      14,650        912,544
                measured means and variances                                      224
                """,
                Run.of("inspect", "--network", file.toString(), "--image", "3x8x8")
                        .out());
    }

    @Test
    void shouldPrintForMachinesTheNetworkToBeginFrom() throws IOException {
        var run = Run.of("inspect", "--network", "resnet-20", "--attention", "se", "--json");

        assertEquals("", run.err());
        var file = Files.writeString(folder.resolve("mine.json"), run.out());
        var table = Run.of("inspect", "--network", file.toString(), "--image", "3x32x32")
                .out();
        assertEquals(
                Run.of("inspect", "--network", "resnet-20", "--attention", "se", "--image", "3x32x32")
                        .out(),
                table);
    }

    @ParameterizedTest
    @CsvSource({
        "resnet-20, '272,474'",
        "resnet-18, '11,173,962'",
        "mobilenet-v2, '2,296,922'",
        "densenet-40-12, '1,019,722'"
    })
    void shouldShowPublishedNumbersOfParameters(String network, String parameters) {
        var lines = Run.of("inspect", "--network", network, "--image", "3x32x32")
                .out()
                .lines()
                .toList();

        assertTrue(lines.get(lines.size() - 2).contains(parameters), lines.get(lines.size() - 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"relu\": {\"slope\": 1}}|layer 1: relu has no \"slope\"; it has none",
                "{\"convolution\": {\"chanels\": 8, \"window\": 3}}|"
                        + "layer 1: convolution needs \"channels\"; did you mean it by \"chanels\"?",
                "{\"convolution\": {\"channels\": 8, \"window\": 0}}|"
                        + "layer 1: \"window\": expected a whole number from 1 to 1000000 but found 0",
                "{\"dense\": {\"outputs\": 1000000000000}}|"
                        + "layer 1: \"outputs\": expected a whole number from 1 to 1000000 but found 1000000000000",
                "{\"use\": \"body\"}|body: there is no block \"body\"; write it under \"blocks\"",
                "{\"repeat\": 2000000000, \"layers\": [\"relu\"]}|"
                        + "layer 1: \"repeat\": expected a whole number from 1 to 1000 but found 2000000000"
            })
    void shouldRefuseBrokenFileBeforeSparkStarts(String layer, String problem) throws IOException {
        var file = Files.writeString(
                folder.resolve("mine.json"),
                "{\"format\": \"convoy-network\", \"version\": 2, \"name\": \"mine\", \"layers\": [" + layer + "]}");
        var refusal = new Run(2, "", "convoy: --network " + file + ": " + problem + "\n");

        assertEquals(refusal, Run.of("train", "--network", file.toString(), "--data", folder.toString()));
        assertEquals(refusal, Run.of("inspect", "--network", file.toString()));
    }

    @Test
    void shouldRefuseFileThatIsNotThere() {
        var file = folder.resolve("mine.json");
        assertEquals(
                List.of("--network " + file + ": there is no such file; name " + Run.networks()),
                Run.of("inspect", "--network", file.toString()).problems());
    }

    @Test
    void shouldRefuseChoicesThatNetworkDoesNotTake() {
        assertEquals(
                List.of("--width 0.5: lenet takes none; leave this out, or choose one of mobilenet, mobilenet-v2"),
                Run.of("inspect", "--network", "lenet", "--width", "0.5").problems());
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
