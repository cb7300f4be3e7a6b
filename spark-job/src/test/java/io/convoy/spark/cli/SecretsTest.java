package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.spark.data.DataException;
import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.data.LocalSpark;
import io.convoy.spark.data.SyntheticImages;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No secret of a URI is said or written anywhere, and no name leads out of its folder. */
class SecretsTest {

    private static final String SECRET = "s3cr3t";

    @TempDir
    private static Path temp;

    private static final List<Run> RUNS = new ArrayList<>();

    /** Local files by URIs that hold a key and its secret, as those of an object store may. */
    public static final class KeyedFileSystem extends RawLocalFileSystem {

        /** Null while the superclass is being made. */
        private URI uri;

        @Override
        public void initialize(URI name, Configuration configuration) throws IOException {
            uri = URI.create("keyed://" + name.getAuthority());
            super.initialize(name, configuration);
        }

        @Override
        public URI getUri() {
            return uri == null ? super.getUri() : uri;
        }

        @Override
        protected int getDefaultPort() {
            return KeyedFs.PORT;
        }

        @Override
        public String getScheme() {
            return "keyed";
        }

        @Override
        protected void checkPath(org.apache.hadoop.fs.Path path) {}
    }

    /** The same for {@code FileContext}. */
    public static final class KeyedFs extends DelegateToFileSystem {

        /** Hadoop wants one. */
        private static final int PORT = 1;

        public KeyedFs(URI uri, Configuration configuration) throws IOException, URISyntaxException {
            super(uri, initialized(uri, configuration), configuration, "keyed", true);
        }

        private static KeyedFileSystem initialized(URI uri, Configuration configuration) throws IOException {
            var fileSystem = new KeyedFileSystem();
            fileSystem.initialize(uri, configuration);
            return fileSystem;
        }

        @Override
        public int getUriDefaultPort() {
            return PORT;
        }

        @Override
        public void checkPath(org.apache.hadoop.fs.Path path) {}
    }

    private static String keyed(String name) {
        return "keyed://key:" + SECRET + "@bucket" + temp.resolve(name);
    }

    private static Run run(int exitCode, String... words) {
        var conf = LocalSpark.conf("local[2]")
                .set("spark.kryo.registrationRequired", "false")
                .set("spark.hadoop.fs.keyed.impl", KeyedFileSystem.class.getName())
                .set("spark.hadoop.fs.AbstractFileSystem.keyed.impl", KeyedFs.class.getName())
                .set("spark.eventLog.enabled", "true")
                .set("spark.eventLog.dir", "file:" + temp.resolve("events"));
        var run = Run.with(conf, words);
        assertEquals(exitCode, run.exitCode(), run.out() + run.err());
        RUNS.add(run);
        return run;
    }

    @BeforeAll
    static void runEverything() throws IOException {
        Files.createDirectory(temp.resolve("events"));
        SyntheticImages.of(60, 28, 1).write(temp.resolve("data"), Part.TRAIN);
        SyntheticImages.of(20, 28, 2).write(temp.resolve("data"), Part.TEST);
        var images = keyed("data/t10k-images-idx3-ubyte");
        String[] train = {
            "train",
            "--data",
            keyed("data"),
            "--epochs",
            "1",
            "--output",
            keyed("model"),
            "--checkpoint",
            keyed("state")
        };
        run(0, train);
        run(2, train);
        run(0, "evaluate", "--model", keyed("model"), "--data", keyed("data"), "--json");
        var predict = new String[] {"predict", "--model", keyed("model"), "--images"};
        run(0, with(predict, images, "--output", keyed("labels.jsonl")));
        var table = temp.resolve("table").toString();
        run(0, with(predict, images, "--format", "parquet", "--output", table));
        run(2, with(predict, images, "--format", "parquet", "--output", keyed("labels")));
        run(3, with(predict, keyed("table"), "--verbose"));
        String[] night = {"retrain", "--registry", keyed("registry"), "--epochs", "1", "--json", "--run-id"};
        run(0, with(night, "first", "--data", keyed("data")));
        run(3, with(night, "third", "--data", keyed("none"), "--verbose"));
        run(0, "registry", "list", "--registry", keyed("registry"));
        run(0, "registry", "show", "--registry", keyed("registry"));
        run(0, "predict", "--registry", keyed("registry"), "--images", images, "--json");
        run(1, "predict", "--registry", keyed("data"), "--images", images, "--verbose");
        run(2, "retrain", "--webhook", "ftp://example.org/" + SECRET);
        Files.writeString(temp.resolve("c.properties"), "webhok=https://example.org/" + SECRET);
        run(2, "retrain", "--config", keyed("c.properties"));
        Files.delete(temp.resolve("c.properties"));
    }

    private static String[] with(String[] words, String... more) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void shouldSayNone() {
        for (var run : RUNS) {
            assertFalse(run.out().contains(SECRET), run.out());
            assertFalse(run.err().contains(SECRET), run.err());
        }
        assertTrue(RUNS.stream().anyMatch(run -> run.err().contains("keyed://bucket/")), "nothing was to be hidden");
    }

    @Test
    void shouldWriteNone() throws IOException {
        int files = 0;
        try (var all = Files.walk(temp)) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                assertFalse(
                        Files.readString(file, StandardCharsets.ISO_8859_1).contains(SECRET),
                        file + ": " + Files.readString(file, StandardCharsets.ISO_8859_1));
                files++;
            }
        }
        assertTrue(files > 30, "only " + files + " files");
        assertTrue(Files.exists(temp.resolve("registry/runs/third/status.json")));
    }

    @ParameterizedTest
    @CsvSource({
        "s3a://key:secret@bucket/a b,         s3a://bucket/a b",
        "s3a://key:sec/ret@bucket/a,          s3a://bucket/a",
        "x s3a://k@b/c and 'ftp://u:p@h/' y,  x s3a://b/c and 'ftp://h/' y",
        "hdfs://host:8020/a@b,                hdfs://host:8020/a@b",
        "hdfs://host/a@b,                     hdfs://host/a@b",
        "file:/a@b,                           file:/a@b"
    })
    void shouldKnowASecretByItsPlace(String text, String shown) {
        assertEquals(shown, DataException.withoutUserInfo(text));
    }

    @ParameterizedTest
    @CsvSource({"text", "json", "textOfSpark", "jsonOfSpark"})
    void shouldLogNone(String pattern) throws IOException {
        var properties = new Properties();
        try (var in = Files.newInputStream(Path.of("../conf/log4j2.properties"))) {
            properties.load(in);
        }
        var layout = PatternLayout.newBuilder()
                .withPattern(properties.getProperty("property." + pattern))
                .withAlwaysWriteExceptions(
                        Boolean.parseBoolean(properties.getProperty("appender.console.layout.alwaysWriteExceptions")))
                .build();

        var line = layout.toSerializable(Log4jLogEvent.newBuilder()
                .setLevel(Level.WARN)
                .setLoggerName("io.convoy.Test")
                .setMessage(new SimpleMessage("no file in " + keyed("x") + " or s3a://key:s3c/" + SECRET + "@bucket"))
                .setThrown(new IOException(keyed("y") + " is not there"))
                .build());

        assertFalse(line.contains(SECRET), line);
        assertTrue(line.contains("no file in keyed://bucket" + temp.resolve("x") + " or s3a://bucket"), line);
        assertTrue(line.contains("keyed://bucket" + temp.resolve("y") + " is not there"), line);
    }

    @ParameterizedTest
    @CsvSource({
        "retrain,          --run-id,         ../x",
        "retrain,          --run-id,         a/b",
        "registry show,    --model-version,  ../1",
        "registry promote, --model-version,  1/../../x",
        "predict,          --model-version,  ../1"
    })
    void shouldRefuseNamesThatLeadElsewhere(String command, String flag, String name) {
        var words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(List.of(flag, name));

        var run = Run.of(words.toArray(String[]::new));

        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("convoy: " + flag + " " + name + ": expected "), run.err());
    }
}
