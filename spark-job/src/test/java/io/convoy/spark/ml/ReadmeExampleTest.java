package io.convoy.spark.ml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.spark.data.SyntheticImages;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.tools.nsc.Main;

/** The examples of the README, compiled as they stand there and run; only their files lie in a folder of the test. */
class ReadmeExampleTest {

    private static final SyntheticImages IMAGES = SyntheticImages.of(300, 28, 1);

    @TempDir
    private static Path folder;

    private static SparkSession session;

    @BeforeAll
    static void start() {
        session = SparkSession.builder()
                .master("local[2]")
                .appName("examples")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate();
        var rows = IntStream.range(0, IMAGES.count())
                .mapToObj(i -> RowFactory.create(
                        Arrays.copyOfRange(IMAGES.pixels(), i * 784, (i + 1) * 784), (int) IMAGES.labels()[i]))
                .toList();
        session.createDataFrame(
                        rows,
                        new StructType().add("image", DataTypes.BinaryType).add("label", DataTypes.IntegerType))
                .write()
                .parquet(folder.resolve("images").toString());
    }

    @AfterAll
    static void stop() {
        session.stop();
    }

    @Test
    void shouldRunInJava() throws Exception {
        var source = folder.resolve("JavaExample.java");
        Files.writeString(source, """
                import io.convoy.spark.ml.*;
                import org.apache.spark.ml.*;
                import org.apache.spark.ml.evaluation.*;
                import org.apache.spark.sql.*;
                public class JavaExample {
                    public static double run(SparkSession spark) throws Exception {
                        %s
                        return accuracy;
                    }
                }
                """.formatted(example("java")));

        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", folder.toString(), "-cp", classPath(), source.toString()));
        assertLearned(run("JavaExample"));
    }

    @Test
    void shouldRunInScala() throws Exception {
        var source = folder.resolve("ScalaExample.scala");
        Files.writeString(source, """
                import io.convoy.spark.ml._
                import org.apache.spark.ml.evaluation._
                import org.apache.spark.ml.tuning._
                import org.apache.spark.sql._
                object ScalaExample {
                  def run(spark: SparkSession): Double = {
                %s
                    accuracy
                  }
                }
                """.formatted(example("scala")));

        assertTrue(Main.process(new String[] {"-d", folder.toString(), "-classpath", classPath(), source.toString()}));
        assertLearned(run("ScalaExample"));
        assertTrue(Files.exists(folder.resolve("model/model.safetensors")));
    }

    /** Of the ten classes a guess would find 0.1. */
    private static void assertLearned(double accuracy) {
        assertTrue(accuracy > 0.12 && accuracy <= 1, () -> "accuracy " + accuracy);
        assertFalse(session.sparkContext().isStopped());
        assertTrue(session.sparkContext().getPersistentRDDs().isEmpty());
    }

    private static double run(String name) throws Exception {
        try (var loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, ReadmeExampleTest.class.getClassLoader())) {
            return (double)
                    loader.loadClass(name).getMethod("run", SparkSession.class).invoke(null, session);
        }
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    private static String example(String language) throws IOException {
        var blocks = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "README.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertEquals(1, blocks.size(), "examples in " + language);
        var text = blocks.get(0);
        for (var name : List.of("images", "pipeline", "model")) {
            text = text.replace('"' + name + '"', '"' + folder.resolve(name).toString() + '"');
        }
        return text;
    }
}
