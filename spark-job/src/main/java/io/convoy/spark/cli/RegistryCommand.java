package io.convoy.spark.cli;

import io.convoy.spark.registry.Registry;
import io.convoy.spark.registry.RegistryChanges;
import io.convoy.spark.registry.RunId;
import io.convoy.spark.registry.VersionManifest;
import io.convoy.spark.report.Table;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Looks at a registry and changes what it serves. Needs no Spark; a run that trains meanwhile is not disturbed. */
record RegistryCommand(Action action) implements Command<RegistryCommand.Request> {

    /** What can be done to a registry. */
    enum Action {
        LIST,
        SHOW,
        RUNS,
        RUN,
        PROMOTE,
        ROLLBACK,
        PRUNE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    record Request(String registry, Optional<Long> version, Optional<RunId> run, int keep) {}

    static List<Command<?>> all() {
        return List.of(
                new RegistryCommand(Action.LIST),
                new RegistryCommand(Action.SHOW),
                new RegistryCommand(Action.RUNS),
                new RegistryCommand(Action.RUN),
                new RegistryCommand(Action.PROMOTE),
                new RegistryCommand(Action.ROLLBACK),
                new RegistryCommand(Action.PRUNE));
    }

    @Override
    public String name() {
        return "registry " + action.word();
    }

    @Override
    public String summary() {
        return switch (action) {
            case LIST -> "Lists the complete versions and marks the one in service.";
            case SHOW -> "Shows a version and its files; by default the one in service.";
            case RUNS -> "Lists the runs: how each ended, why, with which accuracy, in how many seconds.";
            case RUN -> "Shows a run with all its attempts.";
            case PROMOTE -> "Puts a version in service.";
            case ROLLBACK -> "Puts the version in service that was there before.";
            case PRUNE -> "Deletes old versions.";
        };
    }

    @Override
    public List<Option<?>> options() {
        return switch (action) {
            case SHOW, PROMOTE -> CommonOptions.after(RetrainOptions.REGISTRY, RetrainOptions.MODEL_VERSION);
            case PRUNE -> CommonOptions.after(RetrainOptions.REGISTRY, RetrainOptions.KEEP);
            case RUN -> CommonOptions.after(RetrainOptions.REGISTRY, RetrainOptions.RUN_ID);
            case LIST, RUNS, ROLLBACK -> CommonOptions.after(RetrainOptions.REGISTRY);
        };
    }

    @Override
    public List<String> examples() {
        var operand = operand().map(option -> " " + option.example()).orElse("");
        var keep = action == Action.PRUNE ? " --keep 5" : "";
        return List.of(name() + operand + " --registry hdfs:///models/digits" + keep);
    }

    @Override
    public Optional<Option<?>> operand() {
        return switch (action) {
            case SHOW, PROMOTE -> Optional.of(RetrainOptions.MODEL_VERSION);
            case RUN -> Optional.of(RetrainOptions.RUN_ID);
            case LIST, RUNS, ROLLBACK, PRUNE -> Optional.empty();
        };
    }

    @Override
    public void check(Session session) {
        session.settings().require(RetrainOptions.REGISTRY);
        if (action != Action.SHOW) {
            operand().ifPresent(session.settings()::require);
        }
    }

    @Override
    public Request request(Settings settings) {
        return new Request(
                settings.get(RetrainOptions.REGISTRY),
                options().contains(RetrainOptions.MODEL_VERSION)
                        ? settings.find(RetrainOptions.MODEL_VERSION)
                        : Optional.empty(),
                action == Action.RUN ? settings.find(RetrainOptions.RUN_ID) : Optional.empty(),
                action == Action.PRUNE ? settings.get(RetrainOptions.KEEP) : 1);
    }

    @Override
    public void run(Request request, Session session) throws IOException {
        var registry = Registry.open(request.registry(), session.hadoop());
        var changes = new RegistryChanges(registry, "command line");
        switch (action) {
            case LIST -> list(registry, session.console());
            case SHOW -> show(registry, request.version(), session.console());
            case RUNS -> RunsView.list(registry, session.console());
            case RUN -> RunsView.show(registry, request.run().orElseThrow(), session.console());
            case PROMOTE -> {
                changes.promote(request.version().orElseThrow());
                inService(request.version().orElseThrow(), session.console());
            }
            case ROLLBACK -> inService(changes.rollback(), session.console());
            case PRUNE -> {
                var deleted = changes.prune(request.keep(), Instant.now());
                session.console().say(deleted.isEmpty() ? "Nothing to delete" : "Deleted versions " + deleted);
                session.console().tell(Map.of("deleted", deleted));
            }
        }
    }

    private static void inService(long version, Console console) {
        console.say("Version " + version + " is in service");
        console.tell(Map.of("version", version));
    }

    private static void list(Registry registry, Console console) throws IOException {
        var latest = registry.latest();
        latest.flatMap(Registry.Served::notice).ifPresent(console::say);
        long serving = latest.map(served -> served.manifest().version()).orElse(0L);
        var versions = registry.versions();
        var table = new Table("version", "published", "run", "test accuracy", "");
        for (var manifest : versions) {
            table.row(
                    Long.toString(manifest.version()),
                    manifest.published().toString(),
                    manifest.runId(),
                    manifest.facts().getOrDefault("testAccuracy", "?"),
                    manifest.version() == serving ? "in service" : "");
        }
        if (!console.json()) {
            console.say(
                    versions.isEmpty()
                            ? List.of("No version yet; registry runs tells how the runs ended")
                            : table.lines(5));
        }
        var document = new LinkedHashMap<String, Object>();
        document.put("registry", registry.root().toString());
        latest.ifPresent(served -> document.put("inService", served.manifest().version()));
        document.put(
                "versions", versions.stream().map(RegistryCommand::document).toList());
        console.tell(document);
    }

    private static void show(Registry registry, Optional<Long> version, Console console) throws IOException {
        var served = registry.find(version);
        served.notice().ifPresent(console::say);
        var manifest = served.manifest();
        if (!console.json()) {
            console.say("Version %d of run %s, published %s, in %s"
                    .formatted(manifest.version(), manifest.runId(), manifest.published(), served.folder()));
            manifest.facts().forEach((name, value) -> console.say("  " + name + " " + value));
            var table = new Table("file", "bytes", "SHA-256");
            manifest.files().forEach(file -> table.row(file.path(), file.bytes(), file.sha256()));
            console.say(table.lines(1));
        }
        var document = document(manifest);
        document.put("folder", served.folder().toString());
        console.tell(document);
    }

    private static Map<String, Object> document(VersionManifest manifest) {
        var document = new LinkedHashMap<String, Object>();
        document.put("version", manifest.version());
        document.put("runId", manifest.runId());
        document.put("published", manifest.published().toString());
        document.put("facts", manifest.facts());
        document.put("files", manifest.files());
        return document;
    }
}
