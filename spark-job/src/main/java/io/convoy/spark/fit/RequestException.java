package io.convoy.spark.fit;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A request asks for something that cannot be, such as to go on where there is nothing to go on from. */
public final class RequestException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final List<Problem> problems;

    RequestException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    RequestException(String format, Object... words) {
        this(List.of(Problem.of(format, words)));
    }

    /** @param naming how the caller calls a field, such as by its flag */
    public List<String> problems(Function<Field, String> naming) {
        return problems.stream().map(problem -> problem.text(naming)).toList();
    }
}
