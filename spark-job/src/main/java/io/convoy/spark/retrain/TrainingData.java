package io.convoy.spark.retrain;

import io.convoy.spark.data.DataException;
import io.convoy.spark.data.LabelledData;
import io.convoy.spark.fit.DataIdentity;
import io.convoy.spark.registry.DataManifest;
import io.convoy.spark.registry.DataManifest.DataFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Writes down which data a run learns from and is measured on. */
final class TrainingData {

    private TrainingData() {}

    static DataManifest manifest(LabelledData train, LabelledData test, DataIdentity identity, Configuration hadoop)
            throws IOException {
        var files = new ArrayList<DataFile>();
        for (var data : List.of(train, test)) {
            for (var uri : data.files()) {
                files.add(file(uri, hadoop));
            }
        }
        return new DataManifest(
                files,
                Map.of("train", (long) train.count(), "test", (long) test.count()),
                Map.of(
                        "train",
                        identity.train().toString(),
                        "test",
                        identity.test().orElseThrow().toString()));
    }

    private static DataFile file(String uri, Configuration hadoop) throws IOException {
        var path = new Path(uri);
        var status = path.getFileSystem(hadoop).getFileStatus(path);
        return new DataFile(
                DataException.withoutUserInfo(status.getPath().toString()),
                status.getLen(),
                status.getModificationTime());
    }
}
