package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.SyntheticImages;
import io.convoy.spark.model.ModelFolder;
import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.model.Model;
import io.convoy.trainer.network.ImageShape;
import io.convoy.trainer.network.Networks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mistake gets one line with culprit and mend, the documented exit code, and leaves nothing behind. */
class BadInputTest {

    private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
    private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";

    @TempDir
    private Path temp;

    private Path data;

    @BeforeEach
    void writeGoodData() throws IOException {
        data = Files.createDirectory(temp.resolve("data"));
        SyntheticImages.of(60, 28, 1).write(data, Part.TRAIN);
        SyntheticImages.of(20, 28, 2).write(data, Part.TEST);
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(
                bad("wrong magic", TRAIN_IMAGES, bytes -> with(bytes, 3, 4), "expected magic number 2051 .*"),
                bad(
                        "images cut short",
                        TRAIN_IMAGES,
                        bytes -> Arrays.copyOf(bytes, 4000),
                        "truncated: .* fetch it again"),
                bad(
                        "trailing bytes",
                        TRAIN_IMAGES,
                        bytes -> Arrays.copyOf(bytes, bytes.length + 3),
                        "3 bytes follow .*"),
                bad(
                        "labels cut short",
                        TRAIN_LABELS,
                        bytes -> Arrays.copyOf(bytes, 30),
                        "truncated: .* fetch it again"),
                bad(
                        "labels of another count",
                        TRAIN_LABELS,
                        bytes -> Arrays.copyOf(with(bytes, 7, 59), bytes.length - 1),
                        "holds 59 labels for the 60 images .*"),
                bad("label 10 of 10 classes", TRAIN_LABELS, bytes -> with(bytes, 13, 10), "record 5 has label 10 .*"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void shouldNameBadFile(String name, String file, UnaryOperator<byte[]> damage, String message) throws IOException {
        Files.write(data.resolve(file), damage.apply(Files.readAllBytes(data.resolve(file))));

        assertBadData(train(), "\\Q" + data + "/" + file + "\\E: " + message);
    }

    @ParameterizedTest
    @CsvSource({"0, cut short after .* fetch it again", "5, bytes that are no gzip follow .*"})
    void shouldNameBadGzip(int more, String message) throws IOException {
        SyntheticImages.of(60, 28, 1).writeGzip(data, Part.TRAIN);
        Files.delete(data.resolve(TRAIN_IMAGES));
        var gzip = data.resolve(TRAIN_IMAGES + ".gz");
        var bytes = Files.readAllBytes(gzip);
        Files.write(gzip, Arrays.copyOf(bytes, more == 0 ? bytes.length / 2 : bytes.length + more));

        assertBadData(train(), "\\Q" + gzip + "\\E: " + message);
    }

    @Test
    void shouldTellInOneLineWhatSparkRefuses() {
        var run = Run.of("train", "--data", data.toString(), "--output", output(), "--master", "local[2,2,2]");

        assertEquals(Outcome.FAILURE, run.exitCode());
        assertEquals(
                List.of("Could not parse Master URL: 'local[2,2,2]' (--verbose shows the stack trace)"),
                run.problems());
    }

    @Test
    void shouldNameMissingFolder() {
        var run = Run.of("train", "--data", temp + "/none", "--output", output());

        assertBadData(run, "\\Q" + temp + "\\E/none: no such folder; .*");
    }

    @Test
    void shouldNameTestImagesOfAnotherShape() {
        SyntheticImages.of(20, 32, 2).write(data, Part.TEST);

        assertBadData(
                train(),
                ".*/t10k-images-idx3-ubyte: holds images of 1×32×32 where the training images are 1×28×28; .*");
    }

    @Test
    void shouldNameImagesThatNetworkDoesNotTake() {
        SyntheticImages.of(60, 40, 1).write(data, Part.TRAIN);

        assertBadData(train(), ".*/train-images-idx3-ubyte: lenet takes square images .* but found 40×40; .*");
    }

    @ParameterizedTest
    @CsvSource({
        "--epochs, 0, a whole number from 1 to 100000, 10",
        "--batch-size, 0, a whole number from 1 to 65536, 64",
        "--learning-rate, NaN, a number above 0 and at most 1000, 0.1",
        "--momentum, 1, a number of at least 0 and below 1, 0.9",
        "--shards, -1, a whole number from 1 to 100000, 2",
        "--seed, 1.5, a whole number of 64 bits, 1"
    })
    void shouldRefuseValueOutOfRange(String flag, String value, String allowed, String example) {
        assertUsage(
                train(flag, value),
                flag + " " + value + ": expected " + allowed + ", for example " + flag + " " + example);
    }

    @Test
    void shouldTellSeveralBadOptionsAtOnce() {
        assertUsage(
                train(
                        "--epochs",
                        "0",
                        "--network",
                        "lenet-d2",
                        "--leaning-rate",
                        "0.1",
                        "--warm-up-epochs=x",
                        "--step-epochs",
                        "3",
                        "--master",
                        "lokal"),
                "--network lenet-d2: expected " + Run.networks() + "; did you mean lenet-d2l?",
                "--epochs 0: expected a whole number from 1 to 100000, for example --epochs 10",
                "--warm-up-epochs x: expected a number of at least 0 and at most 100000, for example --warm-up-epochs 0.5",
                "--master lokal: expected a Spark master such as local[2], local[*], yarn or spark://host:7077, for example --master local[*]",
                "--leaning-rate: train has no such option; did you mean --learning-rate?",
                "--step-epochs has no effect without --schedule step; add that or remove this");
    }

    @Test
    void shouldTellPresetThatIsNotThere() {
        assertUsage(
                train("--preset", "d21"),
                "--preset d21: expected cifar-resnet-20, d2l, d2l-googlenet, d2l-resnet-18, fashion-resnet-20, shards-16,"
                        + " shards-2, shards-4 or shards-8; did you mean d2l?");
    }

    @Test
    void shouldWantData() {
        assertUsage(
                Run.of("train", "--output", output(), "--test-images", "x"),
                "--data is missing: name the folder of the IDX files, for example --data /usr/share/datasets/fashion-mnist,"
                        + " or the files by --train-images and --train-labels",
                "--test-images is given without --test-labels; name both files, or a folder by --data");
    }

    @Test
    void shouldNameConfigThatIsNotThere() {
        assertUsage(
                train("--config", temp + "/none"),
                "--config " + temp + "/none: there is no such file; name a properties file at any Hadoop URI");
    }

    @Test
    void shouldRefuseOutputThatCannotBeWritten() throws IOException {
        var file = Files.writeString(temp.resolve("file"), "");

        var run = Run.of("train", "--data", data.toString(), "--output", file + "/model");
        assertEquals(2, run.exitCode());
        assertEquals(1, run.problems().size(), run.err());
        assertTrue(
                run.problems()
                        .get(0)
                        .matches(
                                "--output \\Q" + file + "\\E/model: cannot be written \\(.*\\); choose another folder"),
                run.err());
    }

    @Test
    void shouldRefuseOutputThatIsNotEmpty() throws IOException {
        Files.writeString(Files.createDirectory(temp.resolve("output")).resolve("x"), "");

        var run = train();
        assertEquals(
                List.of("--output " + output() + ": is not empty; choose another folder or add --overwrite"),
                run.problems());
        assertEquals(2, run.exitCode());
    }

    static Stream<Arguments> badModels() {
        return Stream.of(
                Arguments.of("empty", damage(bytes -> new byte[0])),
                Arguments.of("truncated", damage(bytes -> Arrays.copyOf(bytes, bytes.length - 1))),
                Arguments.of("header flipped", damage(bytes -> with(bytes, 40, bytes[40] ^ 0x10))),
                Arguments.of(
                        "exponent flipped",
                        damage(bytes -> with(with(bytes, bytes.length - 1, 0x7f), bytes.length - 2, 0xc0))),
                Arguments.of("oversized", damage(bytes -> Arrays.copyOf(bytes, bytes.length + 4))),
                Arguments.of("huge header", damage(bytes -> with(bytes, 6, 1))),
                Arguments.of(
                        "something else",
                        damage(bytes -> "PNG, say, and more".getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badModels")
    void shouldNameBadModelFile(String name, UnaryOperator<byte[]> damage) throws IOException {
        var file = model();
        Files.write(file, damage.apply(Files.readAllBytes(file)));

        for (var words : List.of(
                List.of("evaluate", "--model", file.toString(), "--data", data.toString()),
                List.of("predict", "--model", file.getParent().toString(), "--images", data + "/" + TRAIN_IMAGES),
                List.of("inspect", "--model", file.toString()))) {
            var run = Run.of(words.toArray(String[]::new));
            assertBadData(run, "\\Q" + file + "\\E: .*; restore the file or train the model again");
        }
    }

    @Test
    void shouldNameMissingModel() {
        assertBadData(
                Run.of("evaluate", "--model", temp + "/none", "--data", data.toString()),
                "\\Q" + temp + "\\E/none: there is no model.safetensors; name a model folder or a .safetensors file");
    }

    @Test
    void shouldNameDataThatDoesNotFitModel() throws IOException {
        var model = model().getParent().toString();
        SyntheticImages.of(20, 32, 2).write(data, Part.TEST);

        assertBadData(
                Run.of("evaluate", "--model", model, "--data", data.toString()),
                ".*/t10k-images-idx3-ubyte: holds images of 1×32×32 where the model \\Q" + model
                        + "\\E takes 1×28×28; .*");
        assertBadData(
                Run.of("predict", "--model", model, "--images", data + "/t10k-images-idx3-ubyte"),
                ".*/t10k-images-idx3-ubyte: holds images of 1×32×32 where the model takes 1×28×28; .*");
    }

    @Test
    void shouldNameImagesThatAreNotThere() throws IOException {
        var model = model().getParent().toString();

        assertBadData(
                Run.of("predict", "--model", model, "--images", temp + "/none"),
                "\\Q" + temp + "\\E/none: no such file or folder; .*");
        assertBadData(
                Run.of("predict", "--model", model, "--images", model),
                "\\Q" + model + "\\E: holds no file that ends in .*");
    }

    private Run train(String... more) {
        var words = Stream.concat(Stream.of("train", "--data", data.toString(), "--output", output()), Stream.of(more));
        return Run.with(LocalSpark.conf("local[2]"), words.toArray(String[]::new));
    }

    private String output() {
        return temp.resolve("output").toString();
    }

    private Path model() throws IOException {
        var network = Networks.create("lenet", new ImageShape(1, 28, 28), 10);
        var names = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
        var weights = network.initialisation().parameters(network, 1);
        var folder = temp.resolve("model");
        new ModelFolder(folder.toString(), new Configuration())
                .writeModel(new Model(network, Normalisation.identity(1), names, weights));
        return folder.resolve(ModelFolder.MODEL);
    }

    private void assertBadData(Run run, String message) {
        assertEquals(1, run.problems().size(), run.err());
        assertTrue(run.problems().get(0).matches(message), run.err());
        assertEquals(3, run.exitCode());
        assertFalse(Files.exists(temp.resolve("output")));
    }

    private void assertUsage(Run run, String... problems) {
        assertEquals(List.of(problems), run.problems());
        assertEquals(2, run.exitCode());
        assertFalse(Files.exists(temp.resolve("output")));
    }

    private static Arguments bad(String name, String file, UnaryOperator<byte[]> damage, String message) {
        return Arguments.of(name, file, damage, message);
    }

    private static UnaryOperator<byte[]> damage(UnaryOperator<byte[]> damage) {
        return damage;
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        var changed = bytes.clone();
        changed[at] = (byte) value;
        return changed;
    }
}
