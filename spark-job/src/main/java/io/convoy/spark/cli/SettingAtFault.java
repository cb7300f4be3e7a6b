package io.convoy.spark.cli;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A setting of Spark's that makes it fail while the data is good.
 *
 * @param symptom what Spark says, in which groups may be found
 * @param told what to tell, with {@code $1} for the first group
 */
record SettingAtFault(Pattern symptom, String told) {

    private static final List<SettingAtFault> ALL = List.of(
            of(
                    "is bigger than spark[.]driver[.]maxResultSize \\((.+?)\\)",
                    "spark.driver.maxResultSize is $1, less than the tasks' results take; raise it, or leave it out for"
                            + " Spark's 1g"),
            of(
                    "Class is not registered: (\\S+)",
                    "spark.kryo.registrationRequired is true and $1 is not registered with Kryo; set it to false or"
                            + " register the class in spark.kryo.classesToRegister"),
            of(
                    "hive[.]HiveSessionStateBuilder",
                    "spark.sql.catalogImplementation is hive and this Spark has no Hive; set it to in-memory or leave it"
                            + " out"),
            of(
                    "(?s)(?:find|load) .*catalog.* '?\"?`?(\\w+)`?\"?'?: (\\S+)",
                    "spark.sql.catalog.$1 names $2, which cannot be loaded; add its jar by --jars or leave the setting"
                            + " out"));

    private static SettingAtFault of(String symptom, String told) {
        return new SettingAtFault(Pattern.compile(symptom), told);
    }

    /** What to tell if a setting is at fault. */
    static Optional<String> in(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .map(Throwable::toString)
                .flatMap(text -> ALL.stream().flatMap(setting -> setting.explain(text).stream()))
                .findFirst();
    }

    private Optional<String> explain(String text) {
        var found = symptom.matcher(text);
        if (!found.find()) {
            return Optional.empty();
        }
        var line = told;
        for (int group = 1; group <= found.groupCount(); group++) {
            line = line.replace("$" + group, found.group(group));
        }
        return Optional.of(line);
    }
}
