package io.convoy.spark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lines of text in columns, the numbers to the right. */
public final class Table {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... header) {
        rows.add(List.of(header));
    }

    /** Numbers are written with thousands separators; everything else as it is. */
    public Table row(Object... cells) {
        rows.add(IntStream.range(0, cells.length)
                .mapToObj(i -> cells[i] instanceof Number number
                        ? String.format(Locale.ROOT, "%,d", number.longValue())
                        : cells[i].toString())
                .toList());
        return this;
    }

    /** @param textColumns how many columns from the left are text; the others are set to the right */
    public List<String> lines(int textColumns) {
        int columns = rows.get(0).size();
        var widths = IntStream.range(0, columns)
                .map(c ->
                        rows.stream().mapToInt(row -> row.get(c).length()).max().orElse(0))
                .toArray();
        return rows.stream()
                .map(row -> IntStream.range(0, columns)
                        .mapToObj(c -> pad(row.get(c), widths[c], c < textColumns))
                        .collect(Collectors.joining(GAP))
                        .stripTrailing())
                .toList();
    }

    private static String pad(String text, int width, boolean left) {
        var blanks = " ".repeat(width - text.length());
        return left ? text + blanks : blanks + text;
    }
}
