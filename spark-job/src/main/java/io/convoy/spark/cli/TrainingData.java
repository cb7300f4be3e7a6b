package io.convoy.spark.cli;

import io.convoy.spark.data.DataException;
import io.convoy.spark.registry.DataManifest;
import io.convoy.spark.registry.DataManifest.DataFile;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Writes down which data a run learns from and is measured on. */
final class TrainingData {

    private TrainingData() {}

    static DataManifest manifest(LabelledData train, LabelledData test, Configuration hadoop) throws IOException {
        var files = new ArrayList<DataFile>();
        for (var data : List.of(train, test)) {
            files.add(file(data.files().images(), hadoop));
            files.add(file(data.files().labels(), hadoop));
        }
        return new DataManifest(
                files,
                Map.of("train", (long) train.images().count(), "test", (long)
                        test.images().count()),
                Map.of("train", hash(train), "test", hash(test)));
    }

    private static DataFile file(String uri, Configuration hadoop) throws IOException {
        var path = new Path(uri);
        var status = path.getFileSystem(hadoop).getFileStatus(path);
        return new DataFile(
                DataException.withoutUserInfo(status.getPath().toString()),
                status.getLen(),
                status.getModificationTime());
    }

    private static String hash(LabelledData data) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(data.images().labels()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }
}
