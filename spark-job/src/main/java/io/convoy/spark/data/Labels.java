package io.convoy.spark.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the values in a column of labels mean.
 *
 * @param column its name
 * @param classNames from class 0 on
 * @param numbers the class of each value as {@link #text} writes it
 */
record Labels(String column, List<String> classNames, Map<String, Integer> numbers) implements Serializable {

    /** A label is a byte. */
    private static final int MOST_CLASSES = 256;

    /**
     * @param values all that are in the column
     * @param classNames of the labels from 0 on, or the words that are in the column; if there are none, the words in
     *     their order, or the numbers up to the highest
     * @throws DataException if a value is none of the classes, or there are too many or too few
     */
    static Labels of(String column, Collection<String> values, boolean words, List<String> classNames) {
        var names = classNames.isEmpty() ? names(column, values, words) : classNames;
        if (names.size() < 2 || names.size() > MOST_CLASSES) {
            throw new DataException("column '" + column + "' tells " + names.size() + " classes apart where 2 to "
                    + MOST_CLASSES + " are possible; take another column of labels");
        }
        var numbers = new HashMap<String, Integer>();
        for (int label = 0; label < names.size(); label++) {
            numbers.put(words ? names.get(label) : Integer.toString(label), label);
        }
        for (var value : values) {
            if (!numbers.containsKey(value)) {
                throw new DataException("column '" + column + "' holds the label '" + value + "' where the classes are "
                        + (words ? String.join(", ", names) : "0 to " + (names.size() - 1))
                        + "; mend the label or name its class");
            }
        }
        return new Labels(column, List.copyOf(names), Map.copyOf(numbers));
    }

    private static List<String> names(String column, Collection<String> values, boolean words) {
        if (words) {
            return values.stream().sorted().toList();
        }
        int highest = 0;
        for (var value : values) {
            try {
                highest = Math.max(highest, Integer.parseInt(value));
            } catch (NumberFormatException e) {
                throw new DataException("column '" + column + "' holds the label " + value
                        + " where whole numbers from 0 are expected; mend it, or make words of the labels");
            }
        }
        int classes = Math.min(highest, MOST_CLASSES) + 1; // one more than possible tells that there are too many
        return new ArrayList<>(
                IntStream.range(0, classes).mapToObj(Integer::toString).toList());
    }

    /**
     * A value in one spelling: 3 and 3.0 are the same label.
     *
     * @throws DataException if there is none
     */
    static String text(@Nullable Object value, String column, String where) {
        if (value == null) {
            throw new DataException(where, "has no label in column '" + column + "'; fill it or leave the row out");
        }
        if (value instanceof Number number && number.doubleValue() == number.longValue()) {
            return Long.toString(number.longValue());
        }
        return value.toString();
    }

    /** @param text of {@link #text} */
    int number(String text) {
        return Objects.requireNonNull(numbers.get(text));
    }

    /** @throws DataException if it is none of the classes */
    byte number(@Nullable Object value, String where) {
        var text = text(value, column, where);
        var number = numbers.get(text);
        if (number == null) {
            throw new DataException(
                    where, "has the label '" + text + "', which was not there when the labels were read");
        }
        return number.byteValue();
    }
}
