package io.convoy.spark.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.convoy.spark.data.DataException;
import io.convoy.spark.fit.Version;
import io.convoy.spark.report.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import picocli.CommandLine;

/**
 * Runs one command line.
 *
 * @param terminal whether {@code out} is one
 * @param spark what spark-submit and its files have set
 */
record Convoy(PrintStream out, PrintStream err, boolean terminal, SparkConf spark) {

    private static final List<Command<?>> COMMANDS = Stream.concat(
                    Stream.of(
                            new TrainCommand(),
                            new EvaluateCommand(),
                            new PredictCommand(),
                            new InspectCommand(),
                            new PlanCommand(),
                            new RetrainCommand()),
                    RegistryCommand.all().stream())
            .toList();

    Outcome run(String... words) {
        try {
            var line = Usage.commandLine(COMMANDS, Version.line())
                    .setOut(new PrintWriter(out, true, UTF_8))
                    .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
            var parsed = line.parseArgs(words);
            if (CommandLine.executeHelpRequest(parsed) == null) {
                run(Arguments.of(parsed, COMMANDS));
            }
            return Outcome.DONE;
        } catch (Exception e) { // Spark throws checked exceptions that its methods do not declare
            var outcome = Interruption.underWay()
                    ? new Outcome(Outcome.FAILURE, List.of("interrupted"), true)
                    : Outcome.of(e);
            outcome.lines().forEach(problem -> err.println("convoy: " + problem));
            if (List.of(words).contains(CommonOptions.VERBOSE.flag())) {
                var trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                err.print(DataException.withoutUserInfo(trace.toString()));
            }
            return outcome;
        }
    }

    private void run(Arguments arguments) throws IOException, InterruptedException {
        var command = arguments.command();
        var hadoop = Session.hadoop(spark);
        var settings = new Settings(command.options(), Layers.of(arguments.flags(), spark, hadoop), knownKeys());
        arguments.problems().forEach(settings::problem);
        arguments.flags().forEach((key, value) -> lookForPassword(key, value, settings));
        var console = Console.of(out, err, settings.find(CommonOptions.JSON).orElse(false), terminal);
        var session = new Session(console, spark, hadoop, settings);
        command.check(session);
        settings.orElseThrow();
        if (settings.get(CommonOptions.DRY_RUN)) {
            dryRun(command, session);
        } else {
            command.run(session);
        }
    }

    /** The list of processes shows the command line to all users of the machine, and YARN keeps it in its logs. */
    private void lookForPassword(String key, String value, Settings settings) {
        if (!DataException.PASSWORD.matcher(value).find()) {
            return;
        }
        var found = Option.flag(key) + ": holds a password, which ";
        var mend = CommonOptions.CONFIG.flag() + " FILE, or into Hadoop's credential provider";
        if (spark.get("spark.submit.deployMode", "client").equals("cluster")) {
            settings.problem(found + "YARN shows in the containers' logs; put it into " + mend);
        } else {
            err.println("convoy: " + found + "the list of processes shows; better put it into " + mend);
        }
    }

    private static List<String> knownKeys() {
        var keys = new LinkedHashSet<String>();
        COMMANDS.forEach(command -> command.options().forEach(option -> keys.add(option.key())));
        return List.copyOf(keys);
    }

    private static void dryRun(Command<?> command, Session session) {
        var document = new LinkedHashMap<String, Object>();
        document.put("command", command.name());
        document.put("options", session.settings().document());
        session.console().tell(document);
        if (!session.console().json()) {
            var table = new Table("option", "value", "source");
            session.settings().all().forEach(s -> table.row(s.option().key(), s.shown(), s.source()));
            session.console().say(table.lines(3));
        }
    }
}
