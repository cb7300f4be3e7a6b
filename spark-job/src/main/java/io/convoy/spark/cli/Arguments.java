package io.convoy.spark.cli;

import io.convoy.trainer.model.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * A command line split by picocli. Values are still texts; {@link Settings} judges them.
 *
 * @param flags the values by key
 * @param problems what is wrong with the words themselves, a line each
 */
record Arguments(Command<?> command, Map<String, String> flags, List<String> problems) {

    /** @throws UsageException if no command can be made out */
    static Arguments of(ParseResult parsed, List<Command<?>> commands) {
        var sub = parsed.subcommand();
        if (sub == null) {
            throw new UsageException(List.of(noCommand("", parsed.unmatched(), commands)));
        }
        var first = sub.commandSpec().name();
        if (commands.stream().noneMatch(c -> c.name().equals(first))) {
            return ofGroup(first + " ", sub, commands);
        }
        return of(parsed.unmatched(), first, sub, commands);
    }

    private static Arguments ofGroup(String group, ParseResult parsed, List<Command<?>> commands) {
        var sub = parsed.subcommand();
        if (sub == null) {
            throw new UsageException(List.of(noCommand(group, parsed.unmatched(), commands)));
        }
        return of(parsed.unmatched(), group + sub.commandSpec().name(), sub, commands);
    }

    /** @param before words that stand before the command */
    private static Arguments of(List<String> before, String name, ParseResult sub, List<Command<?>> commands) {
        var command =
                commands.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
        var problems = new ArrayList<String>();
        if (!before.isEmpty()) {
            problems.add("%s stands before the command; write convoy %s %s"
                    .formatted(words(before), command.name(), words(before)));
        }
        boolean valueMissing = sub.errors().stream().anyMatch(MissingParameterException.class::isInstance);
        var unmatched = new ArrayList<>(sub.unmatched());
        var flags = new HashMap<>(flags(sub, command));
        takeOperand(command, unmatched, flags);
        problems.addAll(unknown(unmatched, command, valueMissing));
        sub.errors().stream()
                .filter(error -> !(error instanceof UnmatchedArgumentException))
                .flatMap(error -> describe((ParameterException) error, command))
                .forEach(problems::add);
        return new Arguments(command, Map.copyOf(flags), List.copyOf(problems));
    }

    private static void takeOperand(Command<?> command, List<String> words, Map<String, String> flags) {
        var operand = command.operand().map(Option::key).filter(key -> !flags.containsKey(key));
        if (operand.isPresent() && !words.isEmpty() && !words.get(0).startsWith("-")) {
            flags.put(operand.get(), words.remove(0));
        }
    }

    private static Map<String, String> flags(ParseResult parsed, Command<?> command) {
        var flags = new HashMap<String, String>();
        for (var option : command.options()) {
            if (parsed.hasMatchedOption(option.flag())) {
                flags.put(option.key(), String.valueOf((Object) parsed.matchedOptionValue(option.flag(), "")));
            }
        }
        return Map.copyOf(flags);
    }

    /** @param group the first word of the command and a blank, or nothing */
    private static String noCommand(String group, List<String> words, List<Command<?>> commands) {
        var names = commands.stream()
                .map(Command::name)
                .filter(name -> name.startsWith(group))
                .map(name -> name.substring(group.length()).split(" ", -1)[0])
                .distinct()
                .toList();
        if (words.isEmpty()) {
            return "no command: expected " + group + String.join(", ", names) + "; see convoy " + group + "--help";
        }
        var word = words.get(0);
        var mend = Suggestion.of(word, names)
                .map(name -> "did you mean convoy " + group + name + "?")
                .orElse("see convoy " + group + "--help");
        return group + word + ": there is no such command; expected " + String.join(", ", names) + "; " + mend;
    }

    /** @param strayValues whether plain words may be the value of an option that picocli already complains about */
    private static List<String> unknown(List<String> words, Command<?> command, boolean strayValues) {
        var flags = Stream.concat(command.options().stream().map(Option::flag), Stream.of("--help", "--version"))
                .toList();
        var problems = new ArrayList<String>();
        boolean afterOption = strayValues;
        for (var word : words) {
            boolean isOption = word.startsWith("-");
            if (isOption) {
                var flag = word.split("=", 2)[0];
                var mend = Suggestion.of(flag, flags)
                        .map("did you mean %s?"::formatted)
                        .orElse("see convoy " + command.name() + " --help");
                problems.add(flag + ": " + command.name() + " has no such option; " + mend);
            } else if (!afterOption) {
                problems.add(word + ": " + command.name() + " takes options only; remove it or name its option");
            }
            afterOption = strayValues || isOption;
        }
        return problems;
    }

    private static Stream<String> describe(ParameterException error, Command<?> command) {
        if (error instanceof MissingParameterException missing) {
            return missing.getMissing().stream()
                    .map(argument -> option(argument, command))
                    .map(option -> "%s has no value: expected %s, for example %s %s"
                            .formatted(option.flag(), option.allowed(), option.flag(), option.example()));
        }
        if (error instanceof OverwrittenOptionException twice) {
            return Stream.of(((OptionSpec) twice.getOverwritten()).longestName() + " is given twice; keep one");
        }
        return Stream.of(error.getMessage());
    }

    private static Option<?> option(ArgSpec argument, Command<?> command) {
        var flag = ((OptionSpec) argument).longestName();
        return command.options().stream()
                .filter(option -> option.flag().equals(flag))
                .findFirst()
                .orElseThrow();
    }

    private static String words(List<String> words) {
        return String.join(" ", words);
    }
}
