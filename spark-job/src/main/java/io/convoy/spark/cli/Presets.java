package io.convoy.spark.cli;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

/** The files of {@code conf/presets}, which the build packs into the jar. */
final class Presets {

    static final List<String> NAMES = List.of("d2l", "shards-16", "shards-2", "shards-4", "shards-8");

    private Presets() {}

    static Layer layer(String name) {
        var resource = "/presets/" + name + ".properties";
        try (var in = Presets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + resource);
            }
            var properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            return new Layer(Layer.Origin.PRESET, name, Layer.texts(properties));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
