package io.convoy.trainer.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.kernels.Window;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Initialisation;
import io.convoy.trainer.network.Layer;
import io.convoy.trainer.network.Network;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedModelFileTest {

    private static byte[] file = {};

    @BeforeAll
    static void writeAModel() throws IOException {
        var network = new Network(
                "small",
                new ImageShape(1, 8, 8),
                List.of(
                        new Layer.Padding(2),
                        new Layer.Convolution("c1", 6, Window.square(5)),
                        Layer.Activation.RELU,
                        new Layer.MaxPooling(Window.square(2).withStride(2)),
                        new Layer.Dense("c5", 4),
                        Layer.Activation.TANH,
                        new Layer.Dense("output", 3)),
                Initialisation.HE);
        var out = new ByteArrayOutputStream();
        ModelFile.write(
                new Model(
                        network,
                        Normalisation.identity(1),
                        List.of("a", "b", "c"),
                        network.initialisation().parameters(network, 1)),
                out);
        file = out.toByteArray();
    }

    private static ModelFileEditor editor() throws IOException {
        return new ModelFileEditor(file);
    }

    private static String refusal(byte[] damaged) {
        return refusal(damaged, damaged.length);
    }

    private static String refusal(byte[] damaged, long length) {
        var error = assertThrows(
                ModelFormatException.class, () -> ModelFile.read("hdfs:/m", new ByteArrayInputStream(damaged), length));
        var message = error.getMessage();
        assertTrue(message.startsWith("hdfs:/m: "), message);
        assertTrue(message.endsWith("; restore the file or train the model again"), message);
        assertFalse(message.contains("\n"), message);
        return message;
    }

    private static void assertRefused(String fault, byte[] damaged) {
        var message = refusal(damaged);
        assertTrue(message.contains(fault), message);
    }

    @Test
    void shouldRefuseTheFileCutShortAnywhere() {
        var random = new Random(1);
        for (int length = 0; length < file.length; length += 1 + random.nextInt(60)) {
            refusal(Arrays.copyOf(file, length));
            refusal(Arrays.copyOf(file, length), file.length);
        }
    }

    @Test
    void shouldRefuseAnyFlippedBit() {
        var random = new Random(2);
        for (int bit = 0; bit < 8 * file.length; bit += 1 + random.nextInt(150)) {
            var damaged = file.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            refusal(damaged);
        }
    }

    @Test
    void shouldRefuseTrailingBytes() {
        var longer = Arrays.copyOf(file, file.length + 1);

        assertRefused("something was appended", longer);
        assertTrue(refusal(longer, file.length).contains("more bytes follow"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, (16 << 20) + 1})
    void shouldRefuseAHeaderOfImpossibleLength(long length) {
        var damaged = file.clone();
        ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putLong(length);

        assertRefused("claims a header of " + Long.toUnsignedString(length), damaged);
    }

    @Test
    void shouldRefuseAnotherKindOfFile() {
        assertRefused("not a safetensors file", "PK this is a zip archive".getBytes(StandardCharsets.UTF_8));
        refusal(new byte[0]);
        refusal(new byte[4096]);
    }

    @ParameterizedTest
    @CsvSource({
        "c1.bias, 0, 24, overlapping the weights",
        "c1.bias, 604, 628, a hole before",
        "c1.bias, 600, 623, a hole after",
        "c1.bias, 624, 600, negative",
        "c1.bias, 600, 600, empty",
        "output.bias, 9223372036854775803, -9223372036854775801, beyond",
        "c1.weight, -24, 576, before the data",
        "c1.weight, 0, 1e300, not a whole number"
    })
    void shouldRefuseOffsetsThatOverlapOrLeaveHoles(String tensor, String begin, String end, String why)
            throws IOException {
        Object first = new BigInteger(begin);
        Object last = end.contains("e") ? (Object) Double.valueOf(end) : new BigInteger(end);

        assertTrue(refusal(editor().offsets(tensor, first, last).bytes()).contains("tensor "), why);
    }

    @Test
    void shouldRefuseOffsetsPastTheRangeOfLong() throws IOException {
        var huge = BigInteger.TWO.pow(64);

        assertRefused(
                "whole numbers",
                editor().offsets("c1.bias", huge, huge.add(BigInteger.valueOf(24)))
                        .bytes());
    }

    @Test
    void shouldRefuseTensorsThatTheNetworkDoesNotHave() throws IOException {
        var missing = editor();
        missing.header.remove("output.bias");
        missing.data = Arrays.copyOf(missing.data, missing.data.length - 12);
        assertRefused("expected tensor output.bias of F32 and shape [3]", missing.bytes());

        var surplus = editor();
        int end = surplus.data.length;
        surplus.header.set("extra", surplus.tensor("c1.bias").deepCopy());
        surplus.offsets("extra", end, end + 24);
        surplus.data = Arrays.copyOf(surplus.data, end + 24);
        assertRefused("no tensors named [extra]", surplus.bytes());
    }

    @Test
    void shouldRefuseTensorsOfAnotherTypeOrShape() throws IOException {
        var type = editor();
        type.tensor("c1.bias").put("dtype", "I32");
        assertRefused("expected tensor c1.bias of F32", type.bytes());

        var shape = editor();
        shape.tensor("c1.weight").putArray("shape").add(6).add(25);
        assertRefused("shape [6, 1, 5, 5]", shape.bytes());

        var negative = editor();
        negative.tensor("c1.weight").putArray("shape").add(-6).add(-1).add(5).add(5);
        assertRefused("whole numbers", negative.bytes());
    }

    @Test
    void shouldRefuseNamesThatOccurTwice() throws IOException {
        var text = editor().header.toString();
        var twice = text.substring(0, text.length() - 1) + ",\"c1.bias\":" + editor().tensor("c1.bias") + "}";

        assertRefused("Duplicate field 'c1.bias'", editor().bytes(twice));
    }

    @Test
    void shouldRefuseWeightsThatAreNotFinite() throws IOException {
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            var damaged = editor();
            var data = ByteBuffer.wrap(damaged.data).order(ByteOrder.LITTLE_ENDIAN);
            data.putFloat(40, value);
            var weights = new float[damaged.data.length / 4];
            data.asFloatBuffer().get(weights);
            damaged.metadata("weightsDigest", WeightsDigest.of(weights));

            assertRefused("parameter 10 is " + value, damaged.bytes());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "network        | 7                            | network is not JSON",
                "network        | []                           | expected a network in {}",
                "network        | {\"name\":\"x\",\"layers\":[]} | network input is missing",
                "network        | {\"input\":{\"channels\":1,\"height\":8,\"width\":8},\"classes\":3} | needs \"format\"",
                "normalisation  | {\"mean\":[0.5],\"standardDeviation\":[0]} | standardDeviation > 0",
                "normalisation  | {\"mean\":[0.5]}              | standardDeviation",
                "normalisation  | {\"mean\":[null],\"standardDeviation\":[1]} | normalisation",
                "normalisation  | {\"mean\":[0,0],\"standardDeviation\":[1,1]} | normalisation has 2 channels",
                "classNames     | [\"a\",\"b\"]                 | expected 3 class names but found 2",
                "classNames     | [\"a\",\"b\",null]            | class name null is not text",
                "format         | pt                           | expected format convoy but found pt",
                "formatVersion  | 3                            | expected formatVersion 2 but found 3",
                "formatVersion  | 1                            | layer 0 has no type",
                "weightsDigest  | 00                           | but found 00"
            })
    void shouldRefuseMetadataThatMakesNoSense(String name, String value, String fault) throws IOException {
        assertRefused(fault, editor().metadata(name, value).bytes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"pixels\":2}   | {\"pixels\":-2}             | layer 1: \"pixels\": expected a whole number from 0",
                "{\"pixels\":2}   | {\"pixels\":2147483647}     | layer 1: \"pixels\"",
                "{\"pixels\":2}   | {\"pixels\":2.5}            | layer 1: \"pixels\"",
                "{\"pixels\":2}   | {\"pixels\":\"2\"}          | layer 1: \"pixels\"",
                "{\"pixels\":2}   | {}                          | layer 1: padding needs \"pixels\"",
                "{\"pixels\":2}   | {\"pixels\":2,\"x\":1}      | layer 1: padding has no \"x\"",
                "{\"padding\":{\"pixels\":2}} | \"java.lang.Runtime\" | layer 1: there is no layer",
                "{\"padding\":{\"pixels\":2}} | 3                     | layer 1: expected a layer such as",
                "\"outputs\":4     | \"outputs\":1000001         | a whole number from 1 to 1000000",
                "\"outputs\":4     | \"outputs\":5               | expected tensor c5.weight",
                "\"channels\":1,   | \"channels\":0,             | network input",
                "\"classes\":3     | \"classes\":\"3\"           | network classes",
                "\"HE\"            | \"SHE\"                     | \"initialisation\": expected HE or XAVIER"
            })
    void shouldRefuseNetworksThatCannotBe(String text, String replacement, String fault) throws IOException {
        var network = editor().metadata("network");
        assertTrue(network.contains(text), network);

        assertRefused(
                fault,
                editor().metadata("network", network.replace(text, replacement)).bytes());
    }

    @Test
    void shouldStayOnOneShortLineWhateverTheFileSays() throws IOException {
        var evil = "x\n\u001b[31m" + "y".repeat(100_000);
        var network = editor().metadata("network").replace("\"padding\"", "\"" + "z\\n".repeat(5000) + "\"");

        refusal(editor().metadata("format", evil).bytes());
        assertTrue(refusal(editor().metadata("network", network).bytes()).length() < 600);
    }

    @Test
    void shouldReadTheUndamagedFileThatTheseTestsBeginFrom() throws IOException {
        var copy = editor().metadata("extra", "later versions may say more").bytes();

        var model = ModelFile.read("m", new ByteArrayInputStream(copy), copy.length);

        assertEquals(List.of("a", "b", "c"), model.classNames());
    }
}
