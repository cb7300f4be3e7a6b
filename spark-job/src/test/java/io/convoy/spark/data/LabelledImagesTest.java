package io.convoy.spark.data;

import static io.convoy.spark.data.LabelledFiles.Part.TEST;
import static io.convoy.spark.data.LabelledFiles.Part.TRAIN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.convoy.trainer.network.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledImagesTest {

    private static final Configuration HADOOP = new Configuration();

    @TempDir
    Path folder;

    @Test
    void shouldFindPlainAndGzipFilesInFolder() {
        var train = SyntheticImages.of(12, 5, 1).write(folder, TRAIN);
        SyntheticImages.of(7, 5, 2).writeGzip(folder, TEST);

        var found = open(LabelledFiles.in(folder.toString(), TRAIN, HADOOP));
        assertEquals(12, found.count());
        assertEquals(new ImageShape(1, 5, 5), found.shape());
        assertArrayEquals(train.labels(), found.labels());
        assertEquals(
                7,
                open(LabelledFiles.in(folder.toUri().toString(), TEST, HADOOP)).count());
    }

    @Test
    void shouldNameMissingFolder() {
        var e = assertThrows(DataException.class, () -> LabelledFiles.in(folder + "/none", TRAIN, HADOOP));

        assertEquals(
                folder + "/none: no such folder; give the one that holds train-images-idx3-ubyte.gz", e.getMessage());
    }

    @Test
    void shouldNameMissingFile() throws IOException {
        SyntheticImages.of(7, 5, 2).writeGzip(folder, TEST);
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte.gz"));

        var e = assertThrows(DataException.class, () -> LabelledFiles.in(folder.toString(), TEST, HADOOP));
        assertEquals(
                folder + ": holds none of t10k-labels-idx1-ubyte, t10k-labels-idx1-ubyte.gz, t10k-labels.idx1-ubyte,"
                        + " t10k-labels.idx1-ubyte.gz; put one there or name the file itself",
                e.getMessage());
    }

    @Test
    void shouldRejectLabelsOfAnotherCount() {
        SyntheticImages.of(12, 5, 1).write(folder, TRAIN);
        SyntheticImages.of(7, 5, 2).write(folder, TEST);
        var mixed = new LabelledFiles(folder + "/train-images-idx3-ubyte", folder + "/t10k-labels-idx1-ubyte");

        var e = assertThrows(DataException.class, () -> open(mixed));
        assertEquals(
                mixed.labels() + ": holds 7 labels for the 12 images of " + mixed.images()
                        + "; name two files of one data set",
                e.getMessage());
    }

    @Test
    void shouldRejectLabelOutOfRange() {
        var images = SyntheticImages.of(12, 5, 1);
        images.labels()[5] = (byte) 200;
        images.write(folder, TRAIN);
        var found = open(LabelledFiles.in(folder.toString(), TRAIN, HADOOP));

        var e = assertThrows(DataException.class, () -> found.requireLabelsBelow(10));
        assertEquals(
                folder + "/train-labels-idx1-ubyte: record 5 has label 200 where the network's 10 classes allow 0 to 9;"
                        + " mend the label or take a network of 201 classes",
                e.getMessage());
    }

    @Test
    void shouldCountLabels() {
        var images = SyntheticImages.of(4, 5, 1);
        System.arraycopy(new byte[] {2, 0, 2, 4}, 0, images.labels(), 0, 4);
        images.write(folder, TRAIN);

        assertArrayEquals(
                new int[] {1, 0, 2, 0, 1},
                open(LabelledFiles.in(folder.toString(), TRAIN, HADOOP)).labelCounts());
    }

    private static LabelledImages open(LabelledFiles files) {
        return LabelledImages.open(files, HADOOP);
    }
}
