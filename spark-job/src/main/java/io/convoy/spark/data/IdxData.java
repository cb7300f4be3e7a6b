package io.convoy.spark.data;

import io.convoy.trainer.network.ImageShape;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** Labelled images in two IDX files, whose headers and labels were found good. */
public record IdxData(LabelledFiles places, LabelledImages images, Configuration hadoop) implements LabelledData {

    /** @throws DataException if a file is missing or damaged or a label is not one of the classes */
    public static IdxData open(LabelledFiles files, int classes, Configuration hadoop) {
        var images = LabelledImages.open(files, hadoop);
        images.requireLabelsBelow(classes);
        return new IdxData(files, images, hadoop);
    }

    @Override
    public String name() {
        return DataException.withoutUserInfo(places.images());
    }

    @Override
    public ImageShape shape() {
        return images.shape();
    }

    @Override
    public int count() {
        return images.count();
    }

    @Override
    public ShardedImages forTraining(JavaSparkContext spark, int shards, long seed, ValidationSplit split) {
        return ShardedImages.forTraining(spark, images, shards, seed, split);
    }

    @Override
    public ShardedImages forValidation(JavaSparkContext spark, ValidationSplit split) {
        return ShardedImages.forValidation(spark, images, split);
    }

    @Override
    public ShardedImages forEvaluation(JavaSparkContext spark) {
        return ShardedImages.forEvaluation(spark, images);
    }

    @Override
    public Map<String, Object> fingerprint() throws IOException {
        var fingerprint = new LinkedHashMap<String, Object>();
        fingerprint.put("images", file(places.images()));
        fingerprint.put("labels", file(places.labels()));
        fingerprint.put("count", images.count());
        fingerprint.put("labelCounts", images.labelCounts());
        return fingerprint;
    }

    @Override
    public List<String> files() {
        return List.of(places.images(), places.labels());
    }

    private Map<String, Object> file(String uri) throws IOException {
        var path = new Path(uri);
        long bytes = path.getFileSystem(hadoop).getFileStatus(path).getLen();
        var file = new LinkedHashMap<String, Object>();
        file.put("uri", DataException.withoutUserInfo(uri));
        file.put("bytes", bytes);
        return file;
    }
}
