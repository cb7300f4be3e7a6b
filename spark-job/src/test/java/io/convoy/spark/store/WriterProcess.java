package io.convoy.spark.store;

import io.convoy.spark.ChildJvm;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Replaces a file again and again. Arguments: the file, first seed, how often; 0 to stop half-way through the first.
 */
final class WriterProcess {

    private WriterProcess() {}

    public static void main(String[] arguments) throws Exception {
        var file = new Path(arguments[0]);
        var store = Store.at(file, new Configuration());
        long seed = Long.parseLong(arguments[1]);
        int times = Integer.parseInt(arguments[2]);
        if (times == 0) {
            store.replace(file, out -> {
                out.write(SeededContent.of(seed), 0, 100);
                ChildJvm.awaitGo("half");
                throw new IOException("the test should have killed this process");
            });
        }
        // Every class is loaded before the go, so that the kill meets the writing itself.
        store.replace(new Path(file.getParent(), "rehearsal"), SeededContent.of(seed));
        store.storage().delete(new Path(file.getParent(), "rehearsal"));
        ChildJvm.awaitGo("to write");
        for (int time = 0; time < times; time++) {
            store.replace(file, SeededContent.of(seed + time));
        }
    }
}
