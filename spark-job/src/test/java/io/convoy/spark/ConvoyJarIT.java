package io.convoy.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
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

    /** Every class of others in it is of a library that its bill of materials names, and the other way round. */
    @Test
    void shouldTellWhatItIsMadeOf() throws IOException {
        var libraries = new TreeSet<String>();
        var classes = new TreeSet<String>();
        try (var jar = new JarFile(JAR)) {
            var bill = new ObjectMapper().readTree(jar.getInputStream(jar.getEntry("META-INF/sbom/convoy.cdx.json")));
            assertEquals("CycloneDX", bill.path("bomFormat").asText());
            assertEquals(
                    "convoy-spark-job",
                    bill.path("metadata").path("component").path("name").asText());
            assertFalse(bill.has("serialNumber"), "it would differ from build to build");
            assertFalse(bill.path("metadata").has("timestamp"), "it would differ from build to build");
            for (var component : bill.path("components")) {
                var name = component.path("name").asText();
                if (component.path("group").asText().equals("io.convoy")) {
                    libraries.add(name);
                } else {
                    libraries.add(name);
                    classes.addAll(shaded(name + "-" + component.path("version").asText() + ".jar", component));
                }
            }
            assertEquals(
                    classes,
                    jar.stream()
                            .map(ZipEntry::getName)
                            .filter(name -> name.startsWith("io/convoy/shaded/") && name.endsWith(".class"))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        assertEquals(
                Set.of("convoy-kernels", "convoy-trainer", "picocli", "progressbar", "jline-terminal", "jline-native"),
                libraries);
    }

    /** The classes of a library as they are called in our jar. */
    private static List<String> shaded(String library, JsonNode component) throws IOException {
        var path = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(File.separator + library))
                .findFirst()
                .orElseThrow(() -> new AssertionError(library + " is not what this build uses"));
        var digest = StreamSupport.stream(component.path("hashes").spliterator(), false)
                .filter(hash -> hash.path("alg").asText().equals("SHA-256"))
                .map(hash -> hash.path("content").asText())
                .findFirst()
                .orElseThrow();
        assertEquals(digest, sha256(Path.of(path)), library);
        try (var jar = new JarFile(path)) {
            return jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class")
                            && !name.startsWith("META-INF/")
                            && !name.startsWith("org/jline/nativ/")
                            && !name.equals("module-info.class"))
                    .map(name -> name.replaceFirst("^picocli/", "io/convoy/shaded/picocli/")
                            .replaceFirst("^me/tongfei/progressbar/", "io/convoy/shaded/progressbar/")
                            .replaceFirst("^org/jline/", "io/convoy/shaded/jline/"))
                    .toList();
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void shouldInspectLeNetThroughSparkSubmit() throws IOException, InterruptedException {
        var output = inspectLeNet("--json");
        assertEquals("lenet", new ObjectMapper().readTree(output).path("name").asText(), output);
        assertTrue(inspectLeNet().contains("61,706"));
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
