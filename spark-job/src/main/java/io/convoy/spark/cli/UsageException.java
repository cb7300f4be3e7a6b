package io.convoy.spark.cli;

import java.util.List;

/** The command line, a file of options or Spark's configuration asks for something that is not allowed. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final List<String> problems;

    /** @param problems one line each: the culprit, what is allowed, the mend */
    UsageException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    List<String> problems() {
        return problems;
    }
}
