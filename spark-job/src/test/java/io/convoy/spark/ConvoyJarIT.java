package io.convoy.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The one shaded jar, as spark-submit gets it. */
class ConvoyJarIT {
    private static final String JAR = System.getProperty("convoy.jar");

    @Test
    void shouldCarryNothingOutsideConvoysOwnPackages() throws IOException {
        try (var jar = new JarFile(JAR)) {
            List<String> strangers = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class") && !name.startsWith("io/convoy/"))
                    .toList();
            List<String> signatures = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches("META-INF/.*\\.(SF|DSA|RSA)"))
                    .toList();
            assertEquals(List.of(), strangers);
            assertEquals(List.of(), signatures);
        }
    }

    @Test
    void shouldInspectLeNetThroughSparkSubmit() throws IOException, InterruptedException {
        var output = inspectLeNet("--json");
        assertEquals(
                61706, new ObjectMapper().readTree(output).path("parameters").asInt(), output);
    }

    @Test
    void shouldSpeakUtf8WhateverTheLocale() throws IOException, InterruptedException {
        var output = inspectLeNet();
        assertTrue(output.contains("16×10×10"), output);
    }

    private static String inspectLeNet(String... options) throws IOException, InterruptedException {
        var java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        var spark = List.of(
                java,
                "-cp",
                System.getenv("SPARK_HOME") + "/jars/*",
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                "local[1]",
                "--class",
                "io.convoy.spark.cli.Main");
        var convoy = List.of(JAR, "inspect", "--network", "lenet");
        var words = Stream.of(spark, convoy, List.of(options)).flatMap(List::stream);
        var builder = new ProcessBuilder(words.toList()).redirectError(Redirect.INHERIT);
        builder.environment().put("LC_ALL", "POSIX");
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor());
        return output;
    }
}
