package io.convoy.spark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.spark.data.LabelledFiles;
import io.convoy.spark.data.LabelledFiles.Part;
import io.convoy.spark.registry.RegistryException;
import io.convoy.spark.store.LockedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeTest {

    @TempDir
    Path folder;

    private static Outcome ofReading(String folder) {
        var hadoop = new Configuration();
        hadoop.setInt("ipc.client.connect.max.retries", 0);
        try {
            throw new AssertionError("found " + LabelledFiles.in(folder, Part.TRAIN, hadoop));
        } catch (RuntimeException missing) {
            return Outcome.of(missing);
        }
    }

    @Test
    void shouldKnowThatAMistakeStaysOne() {
        var usage = Outcome.of(new UsageException(List.of("--epochs 0", "--shards 0")));
        assertEquals(new Outcome(2, List.of("--epochs 0", "--shards 0"), false), usage);
        var missing = ofReading(folder.resolve("nothing").toString());
        assertEquals(3, missing.exitCode());
        assertFalse(missing.mayPass());
        assertFalse(Outcome.of(new LockedException("locks/run is locked")).mayPass());
        assertFalse(Outcome.of(new RegistryException("no registry")).mayPass());
    }

    @Test
    void shouldHopeThatAFileSystemAnswersAnotherTime() {
        var refused = ofReading("hdfs://127.0.0.1:9/data");
        assertEquals(3, refused.exitCode());
        assertTrue(refused.mayPass(), refused.toString());
        assertTrue(Outcome.of(new RegistryException("cannot be reached", new ConnectException("refused")))
                .mayPass());
        assertTrue(Outcome.of(new SparkException("Job aborted")).mayPass());
    }

    @Test
    void shouldFindWhatIsKnownBelowWhatWrapsIt() {
        var wrapped = new UncheckedIOException("epoch 3", new LockedException("locks/run was lost"));
        assertEquals(new Outcome(5, List.of("locks/run was lost"), false), Outcome.of(wrapped));
        assertEquals(
                new Outcome(1, List.of("disk (--verbose shows the stack trace)"), true),
                Outcome.of(new SparkException("Job aborted\nDriver stacktrace:", new IOException("disk"))));
    }
}
