package io.convoy.spark.cli;

import io.convoy.spark.registry.Registry;
import io.convoy.spark.registry.RegistryException;
import io.convoy.spark.registry.RunId;
import io.convoy.spark.registry.RunStatus;
import io.convoy.spark.report.Table;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows how the runs of a registry ended. */
final class RunsView {

    private RunsView() {}

    static void list(Registry registry, Console console) throws IOException {
        var runs = registry.runs();
        if (!console.json()) {
            var table = new Table("run", "outcome", "test accuracy", "seconds", "why");
            runs.forEach(run -> table.row(run.runId(), outcome(run), accuracy(run), seconds(run), run.message()));
            console.say(runs.isEmpty() ? List.of("No run yet") : table.lines(5));
        }
        console.tell(Map.of(
                "registry",
                registry.root().toString(),
                "runs",
                runs.stream().map(RunsView::document).toList()));
    }

    /** @throws RegistryException if there is no such run */
    static void show(Registry registry, RunId id, Console console) throws IOException {
        var run = registry.run(id)
                .status()
                .orElseThrow(() -> new RegistryException(
                        registry.root() + " has no run " + id.value() + "; registry runs lists those that it has"));
        if (!console.json()) {
            console.say("Run %s %s: %s".formatted(run.runId(), outcome(run), run.message()));
            if (run.model() != null) {
                console.say("Test accuracy %s, model in %s".formatted(accuracy(run), run.model()));
            }
            var table = new Table("attempt", "application", "started", "stage", "since");
            run.earlier()
                    .forEach(attempt -> rows(
                            table,
                            Integer.toString(attempt.attempt()),
                            attempt.applicationId(),
                            attempt.started().toString(),
                            attempt.history()));
            rows(
                    table,
                    Integer.toString(run.attempt()),
                    run.applicationId(),
                    run.started().toString(),
                    run.history());
            console.say(table.lines(5));
        }
        var document = document(run);
        document.put("history", run.history());
        document.put("earlier", run.earlier());
        console.tell(document);
    }

    private static void rows(
            Table table, String attempt, String application, String started, List<RunStatus.StageStart> history) {
        history.forEach(entry -> table.row(
                attempt,
                application,
                started,
                entry.stage().toString(),
                entry.at().toString()));
    }

    private static Map<String, Object> document(RunStatus run) {
        var document = new LinkedHashMap<String, Object>();
        document.put("run", run.runId());
        document.put("outcome", run.outcome());
        document.put("stage", run.stage());
        document.put("message", run.message());
        document.put("accuracy", run.accuracy());
        document.put("seconds", run.duration().toMillis() / 1e3);
        document.put("version", run.version());
        document.put("model", run.model());
        document.put("applicationId", run.applicationId());
        document.put("attempt", run.attempt());
        document.put("started", run.started().toString());
        document.put("updated", run.updated().toString());
        return document;
    }

    private static String outcome(RunStatus run) {
        return run.outcome() == null
                ? "not ended, " + run.stage()
                : run.outcome().toString();
    }

    private static String accuracy(RunStatus run) {
        return run.accuracy() == null ? "" : String.format(Locale.ROOT, "%.4f", run.accuracy());
    }

    private static String seconds(RunStatus run) {
        return String.format(Locale.ROOT, "%,.1f", run.duration().toMillis() / 1e3);
    }
}
