package io.convoy.spark.cli;

import io.convoy.spark.data.DataException;
import io.convoy.spark.registry.Webhook;
import io.convoy.trainer.model.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The options of one command after all layers were heard: each value with its source, and what is wrong. */
final class Settings {

    /** @param value null if nobody set the option or the text is not allowed */
    record Setting(Option<?> option, @Nullable Object value, String text, String source) {

        /** The text, without the secrets that a URI in it may hold. */
        String shown() {
            return value instanceof Webhook webhook ? webhook.toString() : DataException.withoutUserInfo(text);
        }
    }

    static final String DEFAULT = "default";

    private static final String HIDDEN = "…";

    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * @param layers the strongest first
     * @param known the keys of all commands: a file may serve several of them
     */
    Settings(List<Option<?>> options, List<Layer> layers, Collection<String> known) {
        for (var option : options) {
            settings.put(option.key(), resolve(option, layers));
        }
        for (var layer : layers) {
            layer.values().keySet().stream()
                    .filter(key -> !known.contains(key))
                    .sorted()
                    .forEach(key -> problems.add(unknown(layer, key, known)));
        }
    }

    /** @throws NoSuchElementException if nobody set the option and it has no default, or its value is bad */
    <T> T get(Option<T> option) {
        return find(option).orElseThrow(() -> new NoSuchElementException(option.flag()));
    }

    /** The value, unless it is bad or missing. */
    @SuppressWarnings("unchecked") // put there by this option's own parser
    <T> Optional<T> find(Option<T> option) {
        return Optional.ofNullable((T) setting(option).value());
    }

    /** Whether somebody chose the value: it is not the default. */
    boolean isChosen(Option<?> option) {
        var source = setting(option).source();
        return !source.isEmpty() && !source.equals(DEFAULT);
    }

    /** Settings in the order of the options, those that nobody set left out. */
    List<Setting> all() {
        return settings.values().stream().filter(s -> !s.source().isEmpty()).toList();
    }

    /** For a JSON document: value and source of each of {@link #all}. */
    Map<String, Map<String, Object>> document() {
        var document = new LinkedHashMap<String, Map<String, Object>>();
        for (var setting : all()) {
            var value = setting.value();
            boolean plain = value instanceof Number || value instanceof Boolean;
            var entry = new LinkedHashMap<String, Object>();
            entry.put("value", plain ? value : setting.shown());
            entry.put("source", setting.source());
            document.put(setting.option().key(), entry);
        }
        return document;
    }

    /** Puts a default that no option knows beforehand, unless somebody chose a value. */
    void supply(Option<?> option, String text) {
        if (setting(option).source().isEmpty()) {
            settings.put(option.key(), new Setting(option, option.parser().apply(text), text, DEFAULT));
        }
    }

    /** Reports the value of an option together with how it was given. */
    void problem(Option<?> option, String line) {
        var setting = setting(option);
        problems.add(option.flag() + " " + setting.shown() + ": " + line);
    }

    void require(Option<?> option) {
        if (setting(option).source().isEmpty()) {
            problem("%s is missing: expected %s, for example %s %s"
                    .formatted(option.flag(), option.allowed(), option.flag(), option.example()));
        }
    }

    void problem(String line) {
        problems.add(line);
    }

    /** @throws UsageException if anything is wrong, with all of it */
    void orElseThrow() {
        if (!problems.isEmpty()) {
            throw new UsageException(problems);
        }
    }

    private Setting setting(Option<?> option) {
        var setting = settings.get(option.key());
        if (setting == null) {
            throw new IllegalArgumentException("this command has no option " + option.flag());
        }
        return setting;
    }

    private Setting resolve(Option<?> option, List<Layer> layers) {
        for (var layer : layers) {
            var text = layer.values().get(option.key());
            if (text != null) {
                return parse(option, layer, text);
            }
        }
        var text = option.defaultText();
        return text == null
                ? new Setting(option, null, "", "")
                : new Setting(option, option.parser().apply(text), text, DEFAULT);
    }

    private Setting parse(Option<?> option, Layer layer, String text) {
        var source = layer.source(option.key());
        try {
            return new Setting(option, option.parser().apply(text.strip()), text.strip(), source);
        } catch (IllegalArgumentException notAllowed) {
            problems.add(refusal(option, layer, text));
            return new Setting(option, null, text, source);
        }
    }

    private static String refusal(Option<?> option, Layer layer, String text) {
        var mend = Suggestion.of(text, option.choices())
                .map("; did you mean %s?"::formatted)
                .orElseGet(() -> ", for example " + layer.assignment(option.key(), option.example()));
        return layer.culprit(option.key(), SparkOptions.isSecret(option.key()) ? HIDDEN : text) + ": expected "
                + option.allowed() + mend;
    }

    private static String unknown(Layer layer, String key, Collection<String> known) {
        var mend = Suggestion.of(key, known)
                .map("did you mean %s?"::formatted)
                .orElse("remove it, or see --help for the options");
        var text = layer.values().getOrDefault(key, "");
        // Where the name is wrong, nobody knows whether the value is a secret.
        boolean mayBeSecret = SparkOptions.isSecret(key) || text.contains("://");
        return layer.culprit(key, mayBeSecret ? HIDDEN : text) + ": there is no such option; " + mend;
    }
}
