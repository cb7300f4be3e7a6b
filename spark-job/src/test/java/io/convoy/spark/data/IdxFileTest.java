package io.convoy.spark.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFileTest {

    private static final Configuration HADOOP = new Configuration();
    private static final SyntheticImages TEN = SyntheticImages.of(10, 5, 1);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadImagesPortionByPortion(boolean gzip) throws IOException {
        var bytes = gzip ? SyntheticImages.gzip(TEN.imageFile()) : TEN.imageFile();
        var file = IdxFile.images(write(bytes), HADOOP);

        assertEquals(new IdxFile(uri(), gzip, 16, 10, 5, 5), file);
        try (var reader = IdxReader.open(file, 0, HADOOP)) {
            assertArrayEquals(Arrays.copyOf(TEN.pixels(), 3 * 25), reader.read(3));
            assertArrayEquals(Arrays.copyOfRange(TEN.pixels(), 3 * 25, 10 * 25), reader.read(7));
            reader.requireEnd();
        }
    }

    @Test
    void shouldReadPlainFileFromAnyRecord() throws IOException {
        var file = IdxFile.images(write(TEN.imageFile()), HADOOP);

        try (var reader = IdxReader.open(file, 8, HADOOP)) {
            assertArrayEquals(Arrays.copyOfRange(TEN.pixels(), 8 * 25, 10 * 25), reader.read(2));
        }
    }

    @Test
    void shouldReadGzipOfSeveralMembers() throws IOException {
        byte[] file = TEN.labelFile();
        byte[] first = SyntheticImages.gzip(Arrays.copyOf(file, 12));
        byte[] second = SyntheticImages.gzip(Arrays.copyOfRange(file, 12, 18));
        var both = ByteBuffer.allocate(first.length + second.length).put(first).put(second);

        assertArrayEquals(TEN.labels(), readLabels(both.array()));
    }

    @Test
    void shouldRejectWrongMagic() {
        byte[] bytes = TEN.imageFile();
        bytes[3] = 4;

        assertEquals(
                uri() + ": expected magic number 2051 (IDX images) but found 2052; give an IDX file of unsigned bytes,"
                        + " plain or gzip",
                messageForImages(bytes));
    }

    @Test
    void shouldTellLabelsFromImages() {
        assertEquals(
                uri()
                        + ": expected magic number 2051 (IDX images) but found 2049 (IDX labels); name the file of images",
                messageForImages(SyntheticImages.of(20, 5, 1).labelFile()));
    }

    @Test
    void shouldRejectTruncatedFile() {
        assertEquals(
                uri() + ": truncated: expected 266 bytes for 10 records of 25 but found 265; fetch it again",
                messageForImages(Arrays.copyOf(TEN.imageFile(), 265)));
    }

    @Test
    void shouldRejectTrailingBytes() {
        assertEquals(
                uri() + ": 3 bytes follow the 10 records that its header tells of; fetch it again or mend its header",
                messageForImages(Arrays.copyOf(TEN.imageFile(), 269)));
    }

    @Test
    void shouldRejectEmptyFileAndShortHeader() {
        assertEquals(
                uri() + ": ends after 0 bytes, within its header of 16; fetch it again", messageForImages(new byte[0]));
        assertEquals(
                uri() + ": ends after 15 bytes, within its header of 16; fetch it again",
                messageForImages(Arrays.copyOf(TEN.imageFile(), 15)));
    }

    @Test
    void shouldRejectImpossibleDimensions() {
        byte[] bytes = ByteBuffer.allocate(16)
                .putInt(2051)
                .putInt(-1)
                .putInt(28)
                .putInt(28)
                .array();

        assertEquals(
                uri()
                        + ": its header tells of -1 records of 28×28 bytes, where each number must be at least 1; fetch it"
                        + " again",
                messageForImages(bytes));
    }

    @Test
    void shouldRejectMissingFile() {
        var e = assertThrows(DataException.class, () -> IdxFile.images(folder + "/none", HADOOP));

        assertEquals(folder + "/none: no such file", e.getMessage());
    }

    @Test
    void shouldRejectUnknownFileSystem() {
        var e = assertThrows(DataException.class, () -> IdxFile.images("nowhere://a:secret@host/x", HADOOP));

        assertEquals("nowhere://host/x: cannot be read: No FileSystem for scheme \"nowhere\"", e.getMessage());
    }

    @Test
    void shouldRejectGzipCutShortAnywhere() throws IOException {
        byte[] gzip = SyntheticImages.gzip(TEN.labelFile());
        for (int length = 2; length < gzip.length; length++) {
            byte[] cut = Arrays.copyOf(gzip, length);
            var e = assertThrows(DataException.class, () -> readLabels(cut), "cut to " + length);
            assertTrue(e.getMessage().contains("cut short"), e.getMessage());
            assertFalse(e.getMessage().contains("\n"), e.getMessage());
        }
    }

    @Test
    void shouldRejectGzipWithWrongChecksum() {
        byte[] gzip = SyntheticImages.gzip(TEN.labelFile());
        gzip[gzip.length - 8] ^= 1;

        var e = assertThrows(DataException.class, () -> readLabels(gzip));
        assertEquals(
                uri() + ": its gzip data is damaged after 10 of 10 records (Corrupt GZIP trailer); fetch it again",
                e.getMessage());
    }

    @Test
    void shouldRejectBytesAfterGzip() {
        byte[] gzip = SyntheticImages.gzip(TEN.labelFile());

        var e = assertThrows(DataException.class, () -> readLabels(Arrays.copyOf(gzip, gzip.length + 5)));
        assertEquals(
                uri()
                        + ": bytes that are no gzip follow the 10 records that its header tells of; fetch it again or mend"
                        + " its header",
                e.getMessage());
    }

    @Test
    void shouldRejectMoreRecordsInGzipThanTold() {
        byte[] longer = SyntheticImages.gzip(Arrays.copyOf(TEN.labelFile(), 19));

        var e = assertThrows(DataException.class, () -> readLabels(longer));
        assertEquals(
                uri()
                        + ": more bytes follow the 10 records that its header tells of; fetch it again or mend its header",
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"2147483647, 1, 1", "2147483647, 28, 28", "1, 46340, 46340", "3000000, 5, 5"})
    void shouldNotTakeMemoryByWhatGzipTellsOfItself(int count, int height, int width) {
        byte[] bytes = TEN.imageFile();
        ByteBuffer.wrap(bytes).putInt(4, count).putInt(8, height).putInt(12, width);

        assertEquals(
                uri() + ": cut short after " + 250 / (height * width) + " of " + count
                        + " records in its gzip data; fetch it again",
                messageForImages(SyntheticImages.gzip(bytes)));
    }

    @Test
    void shouldNotTakeMemoryByWhatGzipOfLabelsTells() {
        byte[] bytes = TEN.labelFile();
        ByteBuffer.wrap(bytes).putInt(4, Integer.MAX_VALUE);

        var e = assertThrows(DataException.class, () -> readLabels(SyntheticImages.gzip(bytes)));
        assertEquals(
                uri() + ": cut short after 10 of 2147483647 records in its gzip data; fetch it again", e.getMessage());
    }

    @Test
    void shouldRefuseMoreRecordsThanTheDriverHolds() throws IOException {
        long heap = Runtime.getRuntime().maxMemory();
        int count = (int) Math.min(Integer.MAX_VALUE, heap / 24 + 1);
        try (var sparse = new RandomAccessFile(folder.resolve("file").toFile(), "rw")) {
            sparse.write(ByteBuffer.allocate(8).putInt(2049).putInt(count).array());
            sparse.setLength(8L + count);
        }

        var e = assertThrows(DataException.class, () -> IdxFile.labels(uri(), HADOOP));
        assertTrue(e.getMessage().startsWith(uri() + ": holds " + count + " records, for which"), e.getMessage());
    }

    @Test
    void shouldRefuseRecordsThatNoTaskHolds() throws IOException {
        try (var sparse = new RandomAccessFile(folder.resolve("file").toFile(), "rw")) {
            sparse.write(ByteBuffer.allocate(16)
                    .putInt(2051)
                    .putInt(1)
                    .putInt(5000)
                    .putInt(5000)
                    .array());
            sparse.setLength(16 + 25_000_000);
        }

        assertEquals(
                uri() + ": holds images of 5000×5000 pixels where 16777216 are allowed; scale them down",
                assertThrows(DataException.class, () -> IdxFile.images(uri(), HADOOP))
                        .getMessage());
    }

    private byte[] readLabels(byte[] bytes) throws IOException {
        var file = IdxFile.labels(write(bytes), HADOOP);
        try (var reader = IdxReader.open(file, 0, HADOOP)) {
            byte[] labels = reader.read(file.count());
            reader.requireEnd();
            return labels;
        }
    }

    private String messageForImages(byte[] bytes) {
        return assertThrows(DataException.class, () -> IdxFile.images(write(bytes), HADOOP))
                .getMessage();
    }

    private String write(byte[] bytes) throws IOException {
        Files.write(folder.resolve("file"), bytes);
        return uri();
    }

    private String uri() {
        return folder + "/file";
    }
}
