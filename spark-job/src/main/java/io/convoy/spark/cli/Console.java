package io.convoy.spark.cli;

import io.convoy.spark.data.DataException;
import io.convoy.spark.store.Json;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a command speaks to people and to machines.
 *
 * @param people results and progress in words
 * @param warnings what went wrong and was got over
 * @param machines one JSON document, or nothing
 * @param terminal whether people watch: lines may be drawn over
 */
record Console(PrintStream people, PrintStream warnings, PrintStream machines, boolean json, boolean terminal) {

    static Console of(PrintStream out, PrintStream err, boolean json, boolean terminal) {
        return new Console(json ? err : out, err, out, json, terminal);
    }

    void say(String line) {
        people.println(DataException.printable(DataException.withoutUserInfo(line)));
    }

    void warn(String problem) {
        warnings.println("convoy: " + DataException.printable(DataException.withoutUserInfo(problem)));
    }

    void say(List<String> lines) {
        lines.forEach(this::say);
    }

    /** Prints a line of a table that was asked for as it is. */
    void print(String row) {
        people.println(row);
    }

    /** Prints the document if machines asked for it. Its texts are kept from secrets, lists of rows are left alone. */
    void tell(Map<String, ?> document) {
        if (json) {
            var safe = new LinkedHashMap<String, Object>(document);
            safe.replaceAll((key, value) -> value instanceof String text ? DataException.withoutUserInfo(text) : value);
            machines.println(Json.indented(safe));
        }
    }

    /** Prints a document that holds no secrets, if machines asked for one. */
    void tell(String document) {
        if (json) {
            machines.println(document);
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
