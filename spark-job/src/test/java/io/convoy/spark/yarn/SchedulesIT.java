package io.convoy.spark.yarn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.data.SyntheticImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in {@code conf/schedules} do what they say. */
class SchedulesIT {

    private static final Path ROOT =
            Path.of(System.getProperty("convoy.jar")).resolve("../../..").normalize();
    private static final Path SCHEDULES = ROOT.resolve("conf/schedules");

    @TempDir
    Path folder;

    private String run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().remove("SPARK_HOME");
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private static String here(Path example) throws IOException {
        return Files.readString(example).replace("/opt/convoy", ROOT.toString());
    }

    /** The words that the nightly script hands to {@code scripts/convoy}, which a script in its place prints. */
    private List<String> nightlyWords() throws Exception {
        Files.createDirectories(folder.resolve("conf/schedules"));
        Files.createDirectories(folder.resolve("scripts"));
        Files.copy(SCHEDULES.resolve("nightly"), folder.resolve("conf/schedules/nightly"));
        Files.copy(SCHEDULES.resolve("nightly.env"), folder.resolve("conf/schedules/nightly.env"));
        var convoy = folder.resolve("scripts/convoy");
        Files.writeString(convoy, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertTrue(convoy.toFile().setExecutable(true));
        return run(Map.of(), "bash", folder + "/conf/schedules/nightly", "2026-01-31")
                .lines()
                .toList();
    }

    @Test
    void shouldTrainByTheLineInTheCrontab() throws Exception {
        var data = Files.createDirectories(folder.resolve("data"));
        SyntheticImages.of(600, 28, 1).write(data, Part.TRAIN);
        SyntheticImages.of(200, 28, 2).write(data, Part.TEST);
        var properties =
                Files.writeString(folder.resolve("local.properties"), "spark.convoy.shards 2\nspark.convoy.epochs 2\n");
        var settings = Files.writeString(
                folder.resolve("settings.env"),
                String.join(
                        "\n",
                        "MASTER='local[2]'",
                        "DEPLOY_MODE=client",
                        "PROPERTIES=" + properties,
                        "REGISTRY=file:" + folder.resolve("models"),
                        "DATA=file:" + data,
                        "CLASS_NAMES=0,1,2,3,4,5,6,7,8,9",
                        "MIN_ACCURACY=0 MAX_DROP=1 KEEP=5\n"));
        var line = here(SCHEDULES.resolve("crontab"))
                .lines()
                .filter(text -> text.startsWith("30 2 * * * convoy "))
                .findFirst()
                .orElseThrow()
                .substring("30 2 * * * convoy ".length());
        assertTrue(!line.contains("%"), "cron takes a percent sign for the end of the line");

        var output = run(
                Map.of("CONVOY_SETTINGS", settings.toString(), "JAVA_HOME", System.getProperty("java.home")),
                "bash",
                "-o",
                "pipefail",
                "-c",
                line.replace("logger -t convoy", "cat"));

        var latest = folder.resolve("models/latest.json");
        assertTrue(Files.exists(latest), output);
        assertEquals(
                1, new ObjectMapper().readTree(latest.toFile()).path("version").asInt());
    }

    @Test
    void shouldBeSoundShell() throws Exception {
        for (var script : List.of("nightly", "nightly.env")) {
            run(Map.of(), "bash", "-n", SCHEDULES.resolve(script).toString());
        }
        var entries = Files.readAllLines(SCHEDULES.resolve("crontab")).stream()
                .filter(line -> !line.startsWith("#") && !line.matches("[A-Z_]+=\\S+"))
                .toList();
        assertEquals(1, entries.size(), entries.toString());
        assertTrue(entries.get(0).matches("[0-9]+ [0-9]+ \\* \\* \\* [a-z]+ .+"), entries.get(0));
        run(Map.of(), "bash", "-n", "-c", entries.get(0).split(" ", 7)[6]);
    }

    /** The line in the README and the nightly script ask for the same. */
    @Test
    void shouldBeWhatTheReadmeTells() throws Exception {
        var line = Files.readString(ROOT.resolve("README.md"))
                .replaceAll("\\\\\n\\s*", "")
                .lines()
                .filter(text -> text.contains("scripts/convoy --master yarn --deploy-mode cluster ")
                        && text.contains(" retrain --run-id 2026-01-31 "))
                .findFirst()
                .orElseThrow();
        var documented = List.of(line.strip().split(" +"));
        var nightly = nightlyWords().stream()
                .map(word -> word.replace("/opt/convoy/", ""))
                .toList();
        for (int i = 1; i < documented.size(); i++) {
            if (documented.get(i).startsWith("--")) {
                int at = nightly.indexOf(documented.get(i));
                assertTrue(at >= 0, documented.get(i) + " is not in " + nightly);
                assertEquals(documented.get(i + 1), nightly.get(at + 1), documented.get(i));
            }
        }
    }

    @Test
    void shouldBeSoundUnitsOfSystemd() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "systemd-analyze is not installed");
        var command = new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no"));
        for (var unit : List.of("convoy-nightly.service", "convoy-nightly.timer")) {
            var copy = Files.writeString(folder.resolve(unit), here(SCHEDULES.resolve(unit)));
            command.add(copy.toString());
        }

        var complaints = run(Map.of(), command.toArray(String[]::new))
                .lines()
                .filter(text -> text.contains("convoy"))
                .toList();

        assertEquals(List.of(), complaints);
    }

    @Test
    void shouldAskTheSameOfAirflowAsOfCron() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "python3 is not installed");
        var program = """
                import ast, sys
                source = open(sys.argv[1]).read()
                compile(source, sys.argv[1], "exec")
                tree = ast.parse(source)
                call = next(n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "SparkSubmitOperator")
                arguments = {k.arg: ast.literal_eval(k.value) for k in call.keywords}
                assert arguments["java_class"] == "io.convoy.spark.cli.Main"
                assert arguments["application"] == "/opt/convoy/spark-job/target/convoy.jar"
                print("--deploy-mode", arguments["deploy_mode"], "--properties-file", arguments["properties_file"], sep="\\n")
                print(*arguments["application_args"], sep="\\n")
                dag = next(n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "DAG")
                assert {k.arg: k.value for k in dag.keywords}["max_active_runs"].value == 1
                """;
        var dag = SCHEDULES.resolve("convoy_nightly.py").toString();
        var airflow = run(Map.of(), "python3", "-c", program, dag)
                .replace("{{ ds }}", "2026-01-31")
                .lines();

        assertEquals(
                nightlyWords(),
                Stream.concat(Stream.of("--master", "yarn"), airflow).toList());
    }
}
