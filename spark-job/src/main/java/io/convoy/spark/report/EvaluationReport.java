package io.convoy.spark.report;

import io.convoy.trainer.training.Evaluation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** An evaluation for people and for machines. */
public record EvaluationReport(String model, List<String> classNames, int top, Evaluation evaluation) {

    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(String.format(
                Locale.ROOT,
                "Accuracy %.4f, among the %d rated highest %.4f, loss %.4f on %s",
                evaluation.accuracy(),
                top,
                evaluation.topAccuracy(top),
                evaluation.meanLoss(),
                Count.of(evaluation.examples(), "image")));
        lines.add("");
        lines.addAll(classes());
        lines.add("");
        lines.add("Images of each class (row) by what they were taken for (column):");
        lines.addAll(confusion());
        return lines;
    }

    public Map<String, Object> document() {
        var classes = new ArrayList<Map<String, Object>>();
        for (int label = 0; label < evaluation.classes(); label++) {
            var entry = new LinkedHashMap<String, Object>();
            entry.put("label", label);
            entry.put("name", classNames.get(label));
            entry.put("images", images(label));
            entry.put("recall", number(evaluation.recall(label)));
            entry.put("precision", number(evaluation.precision(label)));
            classes.add(entry);
        }
        var document = new LinkedHashMap<String, Object>();
        document.put("model", model);
        document.put("images", evaluation.examples());
        document.put("correct", evaluation.correct());
        document.put("accuracy", evaluation.accuracy());
        document.put("top", top);
        document.put("topAccuracy", evaluation.topAccuracy(top));
        document.put("loss", evaluation.meanLoss());
        document.put("classes", classes);
        document.put(
                "confusion", labels().mapToObj(label -> counts(label).toArray()).toList());
        return document;
    }

    private List<String> classes() {
        var table = new Table("label", "name", "images", "recall", "precision");
        labels().forEach(label -> table.row(
                Integer.toString(label),
                classNames.get(label),
                images(label),
                share(evaluation.recall(label)),
                share(evaluation.precision(label))));
        return table.lines(2);
    }

    private List<String> confusion() {
        var header = new ArrayList<String>(List.of("label", "name"));
        labels().forEach(label -> header.add(Integer.toString(label)));
        var table = new Table(header.toArray(String[]::new));
        labels().forEach(label -> {
            var row = new ArrayList<Object>(List.of(Integer.toString(label), classNames.get(label)));
            counts(label).forEach(row::add);
            table.row(row.toArray());
        });
        return table.lines(2);
    }

    private IntStream labels() {
        return IntStream.range(0, evaluation.classes());
    }

    private LongStream counts(int label) {
        return labels().mapToLong(predicted -> evaluation.count(label, predicted));
    }

    private long images(int label) {
        return counts(label).sum();
    }

    private static String share(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.4f", share);
    }

    /** JSON has no NaN: the share of nothing is null. */
    private static @Nullable Double number(double share) {
        return Double.isNaN(share) ? null : share;
    }
}
