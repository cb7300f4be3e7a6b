package io.convoy.spark.cli;

import io.convoy.spark.cli.Layer.Origin;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;

/** Gathers the places that set options: flags, the {@code --config} file, {@code spark.convoy.*}, the preset. */
final class Layers {

    private Layers() {}

    /**
     * The layers of one command line, the strongest first.
     *
     * @throws UsageException if the file cannot be read
     */
    static List<Layer> of(Map<String, String> flags, SparkConf spark, Configuration hadoop) {
        var layers = new ArrayList<Layer>();
        layers.add(new Layer(Origin.FLAG, "", flags));
        layers.add(new Layer(Origin.SPARK, "", sparkValues(spark)));
        var config = first(layers, CommonOptions.CONFIG.key());
        if (!config.isBlank()) {
            layers.add(1, file(config, hadoop));
        }
        var preset = first(layers, TrainOptions.PRESET.key());
        if (Presets.NAMES.contains(preset)) {
            layers.add(Presets.layer(preset));
        }
        return List.copyOf(layers);
    }

    private static String first(List<Layer> layers, String key) {
        return layers.stream()
                .map(layer -> layer.values().get(key))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    private static Map<String, String> sparkValues(SparkConf spark) {
        var values = new HashMap<String, String>();
        for (var entry : spark.getAllWithPrefix(Layer.SPARK_PREFIX)) {
            values.put(entry._1(), entry._2().strip());
        }
        return values;
    }

    private static Layer file(String uri, Configuration hadoop) {
        var properties = new Properties();
        try {
            var path = new Path(uri);
            try (var in = new InputStreamReader(path.getFileSystem(hadoop).open(path), StandardCharsets.UTF_8)) {
                properties.load(in);
            }
        } catch (FileNotFoundException e) {
            throw unreadable(uri, "there is no such file; name " + CommonOptions.CONFIG.allowed());
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(uri, "cannot be read: " + e.getMessage());
        }
        return new Layer(Origin.FILE, uri, Layer.texts(properties));
    }

    private static UsageException unreadable(String uri, String problem) {
        return new UsageException(List.of(CommonOptions.CONFIG.flag() + " " + uri + ": " + problem));
    }
}
