package io.convoy.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * When {@code scripts/convoy} builds, and what it says before Spark speaks: with a Maven and a Spark that do nothing.
 */
class LauncherTest {

    private static final Path HERE = Path.of("..").toAbsolutePath().normalize();
    private static final String NOBODY = "65534";

    /** Leaves an equal jar alone, as Maven does, and notes each call. */
    private static final String MAVEN = """
            #!/bin/bash
            [[ $1 == -version ]] && { echo 'Apache Maven 3.9.9'; exit; }
            sleep 0.5
            cd "$2" && echo built >> ../builds && cat pom.xml trainer/src/main/A.java > new
            cmp -s new spark-job/target/convoy.jar && exit
            mkdir -p spark-job/target && mv new spark-job/target/convoy.jar
            """;

    @TempDir
    private Path temp;

    private Path root;
    private Path source;

    private record Ended(int exitCode, String out, String err) {}

    @BeforeEach
    void install() throws Exception {
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
        root = temp.resolve("convoy [v1] {a}");
        for (var folder : List.of("kernels", "trainer", "spark-job")) {
            Files.createDirectories(root.resolve(folder).resolve("src/main"));
            Files.writeString(root.resolve(folder).resolve("pom.xml"), folder);
        }
        Files.writeString(root.resolve("pom.xml"), "parent");
        source = Files.writeString(root.resolve("trainer/src/main/A.java"), "first");
        for (var part : List.of("scripts", "conf")) {
            assertEquals(
                    0,
                    run(Map.of(), "cp", "-R", HERE.resolve(part).toString(), root.toString())
                            .exitCode());
        }
        script("bin/mvn", MAVEN);
        script("spark/bin/spark-submit", "#!/bin/bash\nprintf '%s\\n' \"$@\"\n");
    }

    private void script(String name, String text) throws IOException {
        var file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertTrue(file.toFile().setExecutable(true, false));
    }

    private Process start(Map<String, String> environment, String... command) throws IOException {
        var builder = new ProcessBuilder(command);
        builder.environment().remove("CONVOY_LOG");
        builder.environment().putAll(environment);
        builder.environment().put("PATH", temp.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SPARK_HOME", temp.resolve("spark").toString());
        return builder.start();
    }

    private static Ended end(Process process) throws IOException, InterruptedException {
        var out = new String(process.getInputStream().readAllBytes(), UTF_8);
        var err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), out, err);
    }

    private Ended run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        return end(start(environment, command));
    }

    private Ended convoy(String... words) throws IOException, InterruptedException {
        var ended = run(Map.of(), command(words));
        assertEquals(0, ended.exitCode(), ended.err());
        return ended;
    }

    private String[] command(String... words) {
        var command =
                new ArrayList<String>(List.of(root.resolve("scripts/convoy").toString()));
        command.addAll(List.of(words));
        return command.toArray(String[]::new);
    }

    private int builds() throws IOException {
        var log = temp.resolve("builds");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    @Test
    void shouldBuildWhenContentsChanged() throws Exception {
        convoy("inspect");
        assertEquals(1, builds());

        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
        convoy("inspect");
        assertEquals(1, builds(), "only a time has changed");

        Files.writeString(source, "other");
        Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
        convoy("inspect");
        assertEquals(2, builds(), "contents have changed, with a time of long ago");

        Files.writeString(root.resolve("kernels/src/main/B.java"), "of no account");
        convoy("inspect");
        convoy("inspect");
        assertEquals(3, builds(), "the jar is the same and keeps its time");
    }

    @Test
    void shouldTrustTheTimesOfAJarThatMavenBuiltByItself() throws Exception {
        Files.createDirectories(root.resolve("spark-job/target"));
        Files.writeString(root.resolve("spark-job/target/convoy.jar"), "parentfirst");
        convoy("inspect");
        assertEquals(0, builds());

        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
        convoy("inspect");
        assertEquals(0, builds(), "it knows the contents by now");
    }

    @Test
    void shouldBuildOnceForCallsAtOnce() throws Exception {
        var first = start(Map.of(), command("inspect"));
        var second = start(Map.of(), command("inspect"));

        assertEquals(0, end(first).exitCode());
        assertEquals(0, end(second).exitCode());
        assertEquals(1, builds());
    }

    @Test
    void shouldRunWhereItMayNotWrite() throws Exception {
        convoy("inspect");
        Files.writeString(source, "changed by its owner, who has not built yet");
        var before = files();

        boolean isRoot = System.getProperty("user.name").equals("root");
        var words = new ArrayList<String>();
        if (isRoot) {
            words.addAll(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
        } else {
            run(Map.of(), "chmod", "-R", "a-w", root.toString());
        }
        words.addAll(List.of(command("inspect", "--network", "lenet")));
        var ended = run(Map.of(), words.toArray(String[]::new));
        run(Map.of(), "chmod", "-R", "u+w", root.toString());

        assertEquals(0, ended.exitCode(), ended.err());
        assertTrue(ended.out().endsWith("inspect\n--network\nlenet\n"), ended.out());
        assertTrue(ended.err().contains("convoy.jar as it is, though its sources differ"), ended.err());
        assertEquals(before, files());
    }

    private Map<Path, FileTime> files() throws IOException {
        var files = new TreeMap<Path, FileTime>();
        try (var all = Files.walk(root)) {
            for (var file : all.toList()) {
                files.put(file, Files.getLastModifiedTime(file));
            }
        }
        return files;
    }

    @Test
    void shouldSayThatSparkStarts() throws Exception {
        assertTrue(convoy("evaluate").err().endsWith("convoy: starting Spark on local[*]\n"));
        assertFalse(convoy("evaluate", "--dry-run").err().contains("starting"));
        assertFalse(convoy("registry", "list").err().contains("starting"));
    }

    @Test
    void shouldSpeakJsonFromTheFirstLine() throws Exception {
        var ended = run(Map.of("CONVOY_LOG", "json"), command("evaluate"));

        var lines = ended.err().lines().toList();
        assertEquals(2, lines.size(), "building, starting");
        for (var line : lines) {
            assertTrue(
                    new ObjectMapper().readTree(line).path("message").asText().startsWith("convoy: "), line);
        }
    }

    /** Its spark-submit prints the JVM's line, and what must come through. */
    @Test
    void shouldKeepTheJvmsWarningToItself() throws Exception {
        var warning = "WARNING: Using incubator modules: jdk.incubator.vector";
        script("spark/bin/spark-submit", "#!/bin/bash\necho '" + warning + "' >&2\necho other >&2\nexit 7\n");

        var ended = run(Map.of(), command("inspect"));

        assertEquals(7, ended.exitCode());
        assertFalse(ended.err().contains("WARNING"), ended.err());
        assertTrue(ended.err().endsWith("other\n"), ended.err());
    }

    @Test
    void shouldNameRunsAndRefusePasswordsInClusterMode() throws Exception {
        String[] night = {"--master", "yarn", "--deploy-mode", "cluster", "retrain", "--run-id", "2026-01-31", "--data"
        };
        assertTrue(convoy(with(night, "hdfs://host:8020/a@b")).out().contains("--name\nconvoy retrain 2026-01-31\n"));
        assertFalse(convoy(with(night, "x", "--name", "mine")).out().contains("convoy retrain"));

        var refused = run(Map.of(), command(with(night, "s3a://key:s3cr3t@bucket/data")));

        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().contains("--config FILE"), refused.err());
        assertFalse((refused.out() + refused.err()).contains("s3cr3t"), refused.err());
    }

    private static String[] with(String[] words, String... more) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
