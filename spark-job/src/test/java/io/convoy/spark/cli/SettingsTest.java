package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.convoy.spark.cli.Layer.Origin;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private static final Option<Integer> EPOCHS =
            Option.wholeNumber("epochs", 1, 100, "10", "Passes.").withDefault("10");
    private static final Option<Double> MOMENTUM = Option.number("momentum", Range.fromBelow(0, 1), "0.9", "Inertia.");
    private static final List<String> KNOWN = List.of("epochs", "momentum");

    @ParameterizedTest
    @CsvSource({
        "0, 1, flag --epochs",
        "1, 2, file train.properties",
        "2, 3, spark.convoy.epochs",
        "3, 4, preset d2l",
        "4, 10, default"
    })
    void shouldPreferStrongerLayerAndKnowIt(int from, int value, String source) {
        var layers = List.of(
                new Layer(Origin.FLAG, "", Map.of("epochs", "1")),
                new Layer(Origin.FILE, "train.properties", Map.of("epochs", "2")),
                new Layer(Origin.SPARK, "", Map.of("epochs", "3")),
                new Layer(Origin.PRESET, "d2l", Map.of("epochs", "4")));

        var settings = new Settings(List.of(EPOCHS), layers.subList(from, 4), KNOWN);
        assertEquals(value, settings.get(EPOCHS));
        assertEquals(source, settings.all().get(0).source());
        settings.orElseThrow();
    }

    @Test
    void shouldNameCulpritOfEachLayerAndMend() {
        var flag = new Layer(Origin.FLAG, "", Map.of("epochs", "0"));
        var file = new Layer(Origin.FILE, "a.properties", Map.of("momentum", "1", "epoch", "3"));
        var spark = new Layer(Origin.SPARK, "", Map.of("epochs", "ten"));
        var both = List.<Option<?>>of(EPOCHS, MOMENTUM);

        var e = assertThrows(UsageException.class, () -> new Settings(both, List.of(flag, file), KNOWN).orElseThrow());
        assertEquals(
                List.of(
                        "--epochs 0: expected a whole number from 1 to 100, for example --epochs 10",
                        "momentum=1 in a.properties: expected a number of at least 0 and below 1, for example momentum=0.9",
                        "epoch=3 in a.properties: there is no such option; did you mean epochs?"),
                e.problems());
        e = assertThrows(UsageException.class, () -> new Settings(both, List.of(spark), KNOWN).orElseThrow());
        assertEquals(
                List.of("spark.convoy.epochs=ten: expected a whole number from 1 to 100, for example"
                        + " spark.convoy.epochs=10"),
                e.problems());
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-0.1", "1", "much"})
    void shouldRejectNumberOutsideRange(String text) {
        var settings =
                new Settings(List.of(MOMENTUM), List.of(new Layer(Origin.FLAG, "", Map.of("momentum", text))), KNOWN);

        assertThrows(UsageException.class, settings::orElseThrow);
        assertThrows(NoSuchElementException.class, () -> settings.get(MOMENTUM));
    }

    @Test
    void shouldTellMissingOption() {
        var settings = new Settings(List.of(MOMENTUM), List.of(), KNOWN);
        settings.require(MOMENTUM);

        assertEquals(
                List.of(
                        "--momentum is missing: expected a number of at least 0 and below 1, for example --momentum 0.9"),
                assertThrows(UsageException.class, settings::orElseThrow).problems());
    }
}
