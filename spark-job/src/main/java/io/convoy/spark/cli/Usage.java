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
            var words = command.name().split(" ", -1);
            var parent = words.length == 1 ? root : group(root, words[0]);
            var word = words[words.length - 1];
            parent.addSubcommand(word, specification(word, command).version(version));
        }
        return new CommandLine(root);
    }

    /** What stands before the second word of commands that have two. */
    private static CommandSpec group(CommandSpec root, String name) {
        var known = root.subcommands().get(name);
        if (known != null) {
            return known.getCommandSpec();
        }
        var group = specification(name, "What can be done to a " + name + ".");
        root.addSubcommand(name, group);
        return group;
    }

    private static CommandSpec specification(String name, Command<?> command) {
        var specification = specification(name, command.summary());
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
