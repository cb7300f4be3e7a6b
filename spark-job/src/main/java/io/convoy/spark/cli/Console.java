package io.convoy.spark.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * Where a command speaks to people and to machines.
 *
 * @param people results and progress in words
 * @param machines one JSON document, or nothing
 * @param terminal whether people watch: lines may be drawn over
 */
record Console(PrintStream people, PrintStream machines, boolean json, boolean terminal) {

    static Console of(PrintStream out, PrintStream err, boolean json, boolean terminal) {
        return new Console(json ? err : out, out, json, terminal);
    }

    void say(String line) {
        people.println(line);
    }

    void say(List<String> lines) {
        lines.forEach(people::println);
    }

    /** Prints the document if machines asked for it. */
    void tell(Map<String, ?> document) {
        if (json) {
            machines.println(Json.pretty(document));
        }
    }

    /** Whether standard output is a terminal: from Java 22 on a console may exist without one. */
    @SuppressWarnings("SystemConsoleNull") // null says "no terminal" before Java 22, isTerminal() after
    static boolean isTerminal() {
        var console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException javaBefore22) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
