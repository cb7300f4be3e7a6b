package io.convoy.spark.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The commands and options as picocli parses them and prints their help. */
final class Usage {

    private static final int WIDTH = 110;

    private Usage() {}

    static CommandLine commandLine(List<Command<?>> commands, String version) {
        var root = specification("convoy", "Trains convolutional networks on Apache Spark in pure Java.");
        root.version(version);
        root.usageMessage().footer("", "convoy COMMAND --help shows the options and examples of a command.");
        for (var command : commands) {
            root.addSubcommand(command.name(), specification(command).version(version));
        }
        return new CommandLine(root);
    }

    private static CommandSpec specification(Command<?> command) {
        var specification = specification(command.name(), command.summary());
        for (var option : command.options()) {
            var builder = OptionSpec.builder(option.flag()).description(escape(description(option)));
            if (option.isToggle()) {
                builder.type(boolean.class);
            } else {
                builder.type(String.class).paramLabel(option.placeholder());
            }
            specification.addOption(builder.build());
        }
        specification
                .usageMessage()
                .footerHeading("%nExamples:%n")
                .footer(command.examples().stream()
                        .map(example -> escape("  convoy " + example))
                        .toArray(String[]::new));
        return specification;
    }

    private static CommandSpec specification(String name, String summary) {
        var specification = CommandSpec.create().name(name).mixinStandardHelpOptions(true);
        specification.parser().collectErrors(true);
        specification
                .usageMessage()
                .description(escape(summary))
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .width(WIDTH);
        return specification;
    }

    private static String description(Option<?> option) {
        if (option.isToggle()) {
            return option.help();
        }
        var text = option.help() + " Expects " + option.allowed() + ".";
        return option.defaultText() == null ? text : text + " Default: " + option.defaultText() + ".";
    }

    /** Picocli takes descriptions for format strings. */
    private static String escape(String text) {
        return text.replace("%", "%%");
    }
}
