package io.convoy.spark.round;

import static io.convoy.spark.data.LabelledFiles.Part.TEST;
import static io.convoy.spark.data.LabelledFiles.Part.TRAIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.kernels.KernelChoice;
import io.convoy.spark.data.DataException;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.ShardedImages;
import io.convoy.spark.data.SyntheticImages;
import io.convoy.spark.data.ValidationSplit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Data that change after they were read are noticed when an executor is lost and they have to be read again. */
class ChangedDataTest {

    private static final String TOLD = ": the data changed while the run was under way (";

    private static JavaSparkContext spark;

    @TempDir
    Path folder;

    private TrainingFixture fixture;

    /** What happens to a file of 28×28 images or their labels. */
    enum Change {
        INVERTED {
            @Override
            void apply(Path file) throws IOException {
                byte[] bytes = Files.readAllBytes(file);
                for (int i = 16; i < bytes.length; i++) {
                    bytes[i] ^= (byte) 255;
                }
                Files.write(file, bytes);
            }
        },
        TRUNCATED {
            @Override
            void apply(Path file) throws IOException {
                Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 20_000));
            }
        },
        LONGER {
            @Override
            void apply(Path file) throws IOException {
                Files.write(file, SyntheticImages.of(700, 28, 9).imageFile());
            }
        },
        OF_OTHER_FORMAT {
            @Override
            void apply(Path file) throws IOException {
                Files.writeString(file, "label,pixel0\n1,255\n");
            }
        },
        DELETED {
            @Override
            void apply(Path file) throws IOException {
                Files.delete(file);
            }
        },
        A_FOLDER {
            @Override
            void apply(Path file) throws IOException {
                Files.delete(file);
                Files.createDirectory(file);
            }
        };

        abstract void apply(Path file) throws IOException;
    }

    @BeforeAll
    static void start() {
        spark = new JavaSparkContext(LocalSpark.conf("local-cluster[1,2,1024]")
                .set("spark.executor.extraJavaOptions", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"));
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @BeforeEach
    void writeData() {
        TrainingFixture.TRAINING.write(folder, TRAIN);
        SyntheticImages.of(200, 28, 2).write(folder, TEST);
        fixture = new TrainingFixture(folder);
    }

    @ParameterizedTest
    @EnumSource
    void shouldEndTheRunThatReadsChangedImagesAgain(Change change) {
        var told = new ArrayList<Integer>();

        var e = assertThrows(DataException.class, () -> train(fixture.training(spark, 2), told, images(), change));

        assertTrue(e.getMessage().startsWith(folder.resolve(images()) + TOLD), e.getMessage());
        // The second epoch may be whole before the executor is gone.
        assertTrue(told.equals(List.of(1)) || told.equals(List.of(1, 2)), told::toString);
    }

    @Test
    void shouldEndTheRunThatReadsChangedLabelsAgain() {
        var labels = "train-labels-idx1-ubyte";

        var e = assertThrows(
                DataException.class,
                () -> train(fixture.training(spark, 2), new ArrayList<>(), labels, Change.INVERTED));

        assertTrue(e.getMessage().startsWith(folder.resolve(images()) + TOLD), e.getMessage());
    }

    @ParameterizedTest
    @EnumSource(names = {"INVERTED", "DELETED"})
    void shouldEndTheRunThatEvaluatesOnChangedTestImages(Change change) {
        var file = "t10k-images-idx3-ubyte";

        var e = assertThrows(
                DataException.class, () -> train(fixture.training(spark, 2), new ArrayList<>(), file, change));

        assertTrue(e.getMessage().startsWith(folder.resolve(file) + TOLD), e.getMessage());
    }

    @Test
    void shouldEndTheRunThatValidatesOnChangedImages() throws IOException {
        var split = new ValidationSplit(0.5, 1);
        var data = TrainingFixture.open(spark, folder, TRAIN);
        var validation = ShardedImages.forValidation(spark, data, split);
        Change.INVERTED.apply(folder.resolve(images()));
        loseTheExecutor();

        var program = TrainingFixture.plan(validation.pixelSums(), 0.02, KernelChoice.SCALAR);
        var e = assertThrows(DataException.class, () -> {
            var assessment = new Assessment(Optional.of(validation), Optional.of(validation), 1, Optional.empty());
            DistributedTraining.train(
                    spark, program, program.start(), fixture.training(spark, 2), assessment, (report, state) -> {});
        });

        assertTrue(e.getMessage().startsWith(folder.resolve(images()) + TOLD), e.getMessage());
    }

    @Test
    void shouldGoOnWithTheSameBitsWhenFilesWereWrittenAnewWithTheSameContent() {
        var undisturbed = new ArrayList<String>();
        var plan = TrainingFixture.plan(fixture.training(spark, 2).pixelSums(), 0.02, KernelChoice.SCALAR);
        DistributedTraining.train(
                spark,
                plan,
                plan.start(),
                fixture.training(spark, 2),
                Assessment.on(fixture.test(spark)),
                (report, state) -> undisturbed.add(report.weightsDigest()));
        var digests = new ArrayList<String>();

        DistributedTraining.train(
                spark,
                plan,
                plan.start(),
                fixture.training(spark, 2),
                Assessment.on(fixture.test(spark)),
                (report, state) -> {
                    digests.add(report.weightsDigest());
                    if (report.epoch() == 1) {
                        TrainingFixture.TRAINING.write(folder, TRAIN);
                        loseTheExecutor();
                    }
                });

        assertEquals(undisturbed, digests);
    }

    @Test
    void shouldRefuseFilesThatWereWrittenToBetweenTheirHeadersAndTheirImages() throws IOException {
        var data = TrainingFixture.open(spark, folder, TRAIN);
        Change.INVERTED.apply(folder.resolve(images()));

        var e = assertThrows(DataException.class, () -> ShardedImages.forTraining(spark, data, 2, 1));

        assertTrue(e.getMessage().startsWith(folder.resolve(images()) + TOLD), e.getMessage());
    }

    /** Also one whose length and time are those of before. */
    @Test
    void shouldRefuseALocalFileThatTookThePlaceOfAnother() throws IOException {
        var labels = folder.resolve("train-labels-idx1-ubyte");
        var data = TrainingFixture.open(spark, folder, TRAIN);
        var time = Files.getLastModifiedTime(labels);
        Change.INVERTED.apply(labels);
        Files.setLastModifiedTime(labels, time);

        var e = assertThrows(DataException.class, () -> ShardedImages.forTraining(spark, data, 2, 1));

        assertTrue(e.getMessage().startsWith(labels + TOLD), e.getMessage());
    }

    private static String images() {
        return "train-images-idx3-ubyte";
    }

    /** After the first epoch the file changes and the only executor dies. */
    private void train(ShardedImages images, List<Integer> told, String file, Change change) {
        var plan = TrainingFixture.plan(images.pixelSums(), 0.02, KernelChoice.SCALAR);
        DistributedTraining.train(
                spark, plan, plan.start(), images, Assessment.on(fixture.test(spark)), (report, state) -> {
                    told.add(report.epoch());
                    if (report.epoch() == 1) {
                        try {
                            change.apply(folder.resolve(file));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        loseTheExecutor();
                    }
                });
    }

    private static void loseTheExecutor() {
        spark.setJobGroup("test", "ask for the executor");
        long pid = spark.parallelize(List.of(0), 1)
                .map(x -> ProcessHandle.current().pid())
                .first();
        var executor = ProcessHandle.of(pid).orElseThrow();
        executor.destroyForcibly();
        executor.onExit().join();
    }
}
