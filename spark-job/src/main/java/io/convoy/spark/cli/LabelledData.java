package io.convoy.spark.cli;

import io.convoy.spark.data.DataException;
import io.convoy.spark.data.LabelledFiles;
import io.convoy.spark.data.LabelledImages;
import io.convoy.trainer.network.ImageShape;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** One part of a data set whose headers and labels were found good, and the files that it came from. */
record LabelledData(LabelledFiles files, LabelledImages images) {

    /** @throws DataException if a file is missing or damaged or a label is not one of the classes */
    static LabelledData open(DataOptions.Place place, int classes, Configuration hadoop) {
        var files = place.locate(hadoop);
        var images = LabelledImages.open(files, hadoop);
        images.requireLabelsBelow(classes);
        return new LabelledData(files, images);
    }

    /**
     * @param whose what takes such images, for the message
     * @throws DataException if the images have another shape
     */
    void requireShape(ImageShape shape, String whose) {
        if (!images.shape().equals(shape)) {
            throw new DataException("%s: holds images of %s where %s %s; name images of that size"
                    .formatted(DataException.withoutUserInfo(files.images()), images.shape(), whose, shape));
        }
    }

    /** Tells this data from other: where, how long, how many, which labels. */
    Map<String, Object> fingerprint(Configuration hadoop) throws IOException {
        var fingerprint = new LinkedHashMap<String, Object>();
        fingerprint.put("images", file(files.images(), hadoop));
        fingerprint.put("labels", file(files.labels(), hadoop));
        fingerprint.put("count", images.count());
        fingerprint.put("labelCounts", images.labelCounts());
        return fingerprint;
    }

    private static Map<String, Object> file(String uri, Configuration hadoop) throws IOException {
        var path = new Path(uri);
        long bytes = path.getFileSystem(hadoop).getFileStatus(path).getLen();
        var file = new LinkedHashMap<String, Object>();
        file.put("uri", DataException.withoutUserInfo(uri));
        file.put("bytes", bytes);
        return file;
    }
}
