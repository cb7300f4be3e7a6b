package io.convoy.trainer.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.convoy.trainer.network.ImageShape;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user may get wrong in a network's file: one line each, with the path through the tree and the mend. */
class BrokenNetworkTest {

    private static final ImageShape IMAGE = new ImageShape(3, 32, 32);

    private static final String HEAD = "{\"format\": \"convoy-network\", \"version\": 2, \"name\": \"mine\", ";
    private static final String OUTPUT = "{\"dense\": {\"outputs\": \"classes\"}}";
    private static final String CONVOLUTION = "{\"convolution\": {\"channels\": 16, \"window\": 3, \"padding\": 1}}";

    private static Arguments file(String text, String fault) {
        return Arguments.of(text.replace('\'', '"'), fault);
    }

    private static Arguments layers(String layers, String fault) {
        return file(HEAD + "'layers': [" + layers + ", " + OUTPUT + "]}", fault);
    }

    private static Arguments blocks(String blocks, String layers, String fault) {
        return file(HEAD + "'blocks': {" + blocks + "}, 'layers': [" + layers + ", " + OUTPUT + "]}", fault);
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                file("", "the network is not JSON"),
                file(
                        "PK zip",
                        "the network is not JSON at line 1, column 3: Unrecognized token 'PK': was expecting"
                                + " (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"),
                file("[]", "expected a network in {} but found []"),
                file(
                        HEAD + "\n'layers': ['relu',]}",
                        "the network is not JSON at line 2, column 20: Unexpected"
                                + " character (']' (code 93)): expected a valid value (JSON String, Number, Array, Object or"
                                + " token 'null', 'true' or 'false')"),
                file(
                        HEAD + "'name': 'twice', 'layers': ['relu']}",
                        "the network is not JSON at line 1, column 66:" + " Duplicate field 'name'"),
                file("{'layers': ['relu']}", "network needs \"format\""),
                file(
                        "{'format': 'onnx', 'layers': ['relu']}",
                        "\"format\": expected \"convoy-network\" but found" + " \"onnx\""),
                file("{'format': 'convoy-network', 'version': 3}", "\"version\": expected 2 but found 3"),
                file(HEAD + "'layer': ['relu']}", "network needs \"layers\"; did you mean it by \"layer\"?"),
                file(HEAD + "'layers': {'relu': {}}}", "\"layers\": expected layers in [] but found {\"relu\":{}}"),
                file(HEAD + "'layers': []}", "network mine has no layers"),
                file(
                        HEAD + "'layers': ['relu']}",
                        "ends with 3072 values for 10 classes; end it with {\"dense\":"
                                + " {\"outputs\": \"classes\"}}"),
                file(
                        HEAD + "'initialization': 'HE', 'layers': ['relu']}",
                        "network has no \"initialization\"; did you" + " mean \"initialisation\"?"),
                file(
                        HEAD + "'initialisation': 'MSRA', 'layers': ['relu']}",
                        "\"initialisation\": expected HE or" + " XAVIER but found \"MSRA\""));
    }

    static Stream<Arguments> leaves() {
        return Stream.of(
                layers("'relux'", "layer 1: there is no layer \"relux\"; did you mean \"relu\"?"),
                layers(
                        "{'conv2d': {}}",
                        "layer 1: there is no layer \"conv2d\"; there are convolution, dense,"
                                + " max-pooling, average-pooling, global-average-pooling, channel-statistics,"
                                + " pixel-statistics, batch-normalisation, group-normalisation, dropout, padding, relu, relu6,"
                                + " silu, gelu, hard-swish, sigmoid, tanh, add, concatenate, multiply, use, repeat, layers"),
                layers("7", "layer 1: expected a layer such as \"relu\" or {\"dense\": {\"outputs\": 10}} but found 7"),
                layers("{'dropout': 0.5}", "layer 1: \"dropout\": expected {} with what is said of it but found 0.5"),
                layers(
                        "{'relu': {}, 'tanh': {}}",
                        "layer 1: expected one layer between { and } but found \"relu\" and"
                                + " \"tanh\"; give each its own, and put what is said of a layer into its own {}"),
                layers(
                        "{'convolution': {'chanels': 16, 'window': 3}}",
                        "layer 1: convolution needs \"channels\"; did" + " you mean it by \"chanels\"?"),
                layers(
                        "{'convolution': {'name': 'c', 'channels': 16, 'window': 3, 'strides': 2}}",
                        "c: convolution has" + " no \"strides\"; did you mean \"stride\"?"),
                layers(
                        "{'convolution': {'name': 'a.b', 'channels': 16, 'window': 3}}",
                        "a.b: \"name\": expected 1 to" + " 64 letters, digits, _ and - but found \"a.b\""),
                layers(
                        "{'convolution': {'channels': 1000000000000, 'window': 3}}",
                        "layer 1: \"channels\": expected a"
                                + " whole number from 1 to 1000000 but found 1000000000000"),
                layers(
                        "{'convolution': {'channels': 1000000, 'window': 1000}}",
                        "convolution1: a window of height 1000"
                                + " does not fit into height 32 with padding 0; take a smaller window or more padding"),
                layers(
                        "{'convolution': {'channels': 16, 'window': 3, 'groups': 4}}",
                        "convolution1: expected groups to"
                                + " divide inputChannels=3 and outputChannels=16 but found 4"),
                layers(
                        "{'convolution': {'channels': 16, 'window': [3, 3, 3]}}",
                        "layer 1: \"window\": expected one" + " number, or [height, width] but found [3,3,3]"),
                layers(
                        "{'convolution': {'channels': 16, 'window': 3, 'bias': 'no'}}",
                        "layer 1: \"bias\": expected" + " true or false but found \"no\""),
                layers(
                        "{'dense': {'outputs': 'ten'}}",
                        "layer 1: \"outputs\": expected a whole number or \"classes\"" + " but found \"ten\""),
                layers(
                        "{'batch-normalisation': {'epsilon': 1e999}}",
                        "layer 1: \"epsilon\": expected a finite number" + " but found \"Infinity\""),
                layers("{'batch-normalisation': {'epsilon': -1}}", "layer 1: expected epsilon > 0 but found -1.0"),
                layers("{'dropout': {'probability': 1}}", "layer 1: expected 0 ≤ probability < 1 but found 1.0"),
                layers(
                        "{'dropout': {'probability': NaN}}",
                        "the network is not JSON at line 1, column 102: Non-standard"
                                + " token 'NaN': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow"),
                layers(
                        "{'max-pooling': {'window': 2, 'padding': 2}}",
                        "layer 1: expected pooling padding smaller than" + " the window of 2×2 but found 2×2"),
                layers(
                        "{'group-normalisation': {'groups': 2}}",
                        "group-normalisation1: expected groups to divide the 3" + " channels but found 2"));
    }

    static Stream<Arguments> trees() {
        var residual = "{'name': 'stage2', 'layers': [{'name': 'block1', 'layers': [{'add': [["
                + CONVOLUTION + ", " + CONVOLUTION + "], {'name': 'shortcut', 'layers':"
                + " [{'convolution': {'channels': 16, 'window': 3}}]}]}, 'relu']}]}";
        return Stream.of(
                layers(
                        residual,
                        "stage2 / block1 / shortcut: expected 16×32×32 but found 16×30×30; branches that are"
                                + " added have one shape"),
                layers(
                        "{'concatenate': [[], ['global-average-pooling']]}",
                        "layer 1 / branch 2: expected 3×32×32 but"
                                + " found 3×1×1; branches that are concatenated have one height and width"),
                layers(
                        "{'multiply': [[], ['channel-statistics']]}",
                        "layer 1 / branch 2: expected 3×32×32 but found"
                                + " 2×32×32; branches that are multiplied have one shape, one pixel or one channel"),
                layers("{'add': [[]]}", "layer 1: expected at least two branches but found 1"),
                layers(
                        "{'add': [['relu'], ['rulu']]}",
                        "layer 1 / branch 2 / layer 1: there is no layer \"rulu\"; did" + " you mean \"relu\"?"),
                layers(
                        "{'name': 'a', 'layers': [" + CONVOLUTION + "]}, {'name': 'a', 'layers': [" + CONVOLUTION
                                + "]}",
                        "network mine has two tensors named a.convolution1.weight; give the layers, or the sequences"
                                + " around them, names of their own"),
                layers(
                        "{'repeat': 1000000000, 'layers': ['relu']}",
                        "layer 1: \"repeat\": expected a whole number from" + " 1 to 1000 but found 1000000000"),
                layers(
                        "{'repeat': 1000, 'layers': [{'repeat': 1000, 'layers': []}]}",
                        "layer 1 / layer 1: has more" + " than 10000 layers, repeated ones counted; make it smaller"),
                layers(
                        "{'repeat': 2, 'stride': 3, 'layers': []}",
                        "layer 1: a repetition has no \"stride\"; there are" + " repeat, name, layers"),
                layers(
                        "{'name': 'big', 'layers': [{'dense': {'outputs': 1000000}}]}",
                        "big / dense1: tensor"
                                + " dense1.weight of [1000000, 3072] has more than 268435456 values; make the layer smaller"),
                layers(
                        "{'repeat': 30, 'layers': [{'dense': {'outputs': 4000}}]}",
                        "dense18: tensor dense18.weight of"
                                + " [4000, 4000] makes it more than 268435456 parameters; make the network smaller"),
                layers(
                        "{'padding': {'pixels': 3000}}, {'padding': {'pixels': 3000}}",
                        "layer 2: an output of"
                                + " 3×12032×12032 makes it more than 268435456 values between the layers for one image; take"
                                + " smaller images or fewer channels"),
                layers(
                        "[".repeat(101) + "]".repeat(101),
                        "layer 1 / layer 1 / layer 1 / layer 1 / layer 1 / … / layer 1 / layer 1 / layer 1 / layer 1 /"
                                + " layer 1: nests more than 100 deep; nest less"),
                layers(
                        "[".repeat(100_000) + "]".repeat(100_000),
                        "the network is beyond what is read as JSON: Depth"
                                + " (1001) exceeds the maximum allowed nesting depth (1000); make it smaller"));
    }

    static Stream<Arguments> uses() {
        return Stream.of(
                blocks(
                        "'body': ['relu']",
                        "{'use': 'boby'}",
                        "boby: there is no block \"boby\"; did you mean \"body\"?"),
                blocks("", "{'use': 'body'}", "body: there is no block \"body\"; write it under \"blocks\""),
                blocks(
                        "'body': ['relu']",
                        "'relu'",
                        "block \"body\" is used nowhere; add {\"use\": \"body\"} or remove" + " it"),
                blocks(
                        "'body': ['rely']",
                        "{'use': 'body'}",
                        "body / layer 1: there is no layer \"rely\"; did you mean" + " \"relu\"?"),
                blocks(
                        "'a': [{'use': 'b'}], 'b': [{'use': 'a'}]",
                        "{'use': 'a'}",
                        "a / b / a: block \"a\" uses itself:" + " a → b → a; take one of the uses out"),
                blocks(
                        "'a': "
                                + IntStream.range(0, 4)
                                        .mapToObj(i -> "{'use': 'b'}")
                                        .toList() + ", 'b': "
                                + IntStream.range(0, 4000)
                                        .mapToObj(i -> "'relu'")
                                        .toList(),
                        "{'use': 'a'}",
                        "a / b / layer" + " 1997: has more than 10000 layers, repeated ones counted; make it smaller"),
                blocks(
                        "'body': [{'batch-normalisation': {'name': 'bn'}}]",
                        "{'use': 'body'}, {'use': 'body'}",
                        "network"
                                + " mine has two tensors named bn.weight; give the layers, or the sequences around them, names"
                                + " of their own"));
    }

    @ParameterizedTest
    @MethodSource({"texts", "leaves", "trees", "uses"})
    void shouldTellInOneLineWhereAndWhatIsWrong(String text, String fault) {
        var error = assertThrows(IllegalArgumentException.class, () -> NetworkJson.read(text, IMAGE, 10));

        assertEquals(fault, error.getMessage());
    }
}
