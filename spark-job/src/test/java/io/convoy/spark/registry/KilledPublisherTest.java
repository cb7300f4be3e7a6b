package io.convoy.spark.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.spark.ChildJvm;
import io.convoy.spark.store.Publishing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fifty publishers of each kind are killed with SIGKILL at random moments while readers never stop reading. */
class KilledPublisherTest {

    private static final int KILLS = 50;
    private static final int WARM = 2;
    private static final int LONGEST_LIFE_IN_MODELS = 3;

    private final Configuration configuration = new Configuration();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Publishing.class)
    void shouldShowEveryReaderACompleteModelAtEveryMoment(Publishing publishing) throws Exception {
        ChildJvm.Launcher launcher = launcher();
        String location = folder.resolve("registry").toUri().toString();
        Registry registry = Registry.openOrCreate(location, configuration, Optional.of(publishing));
        FileSystem local = FileSystem.getLocal(configuration);
        new RegistryChanges(registry, "first")
                .publish(
                        local,
                        new org.apache.hadoop.fs.Path(
                                SeededModel.write(folder.resolve("first"), 1).toUri()),
                        new RunId("first"),
                        Optional.empty(),
                        Optional.empty(),
                        java.util.Map.of());

        AtomicBoolean done = new AtomicBoolean();
        ExecutorService readers = Executors.newSingleThreadExecutor();
        List<Future<Integer>> reads = new ArrayList<>();
        try {
            reads.add(readers.submit(() -> readUntil(done, location)));
            killPublishers(launcher, location, new Random(publishing.ordinal()));
        } finally {
            done.set(true);
            readers.shutdown();
        }

        for (Future<Integer> read : reads) {
            assertTrue(read.get() > KILLS, "each reader should have read more often than publishers were killed");
        }
        List<VersionManifest> versions = registry.versions();
        assertTrue(versions.size() > 5, "expected that some publishers came through, found " + versions.size());
        for (VersionManifest version : versions.subList(1, versions.size())) {
            assertEquals(
                    Long.parseLong(version.facts().get("seed")),
                    SeededModel.seedOf(local, registry.load(version.version()).folder()));
        }
    }

    private int readUntil(AtomicBoolean done, String location) throws IOException {
        FileSystem local = FileSystem.getLocal(configuration);
        int reads = 0;
        while (!done.get()) {
            Registry.Served served =
                    Registry.open(location, configuration).latest().orElseThrow();
            SeededModel.seedOf(local, served.folder());
            reads++;
        }
        return reads;
    }

    private ChildJvm.Launcher launcher() throws Exception {
        Path training = Files.createDirectory(folder.resolve("training"));
        String location = training.resolve("registry").toUri().toString();
        Registry.openOrCreate(location, configuration, Optional.empty());
        return ChildJvm.Launcher.trainedOn(training, PublisherProcess.class, location, training.toString(), "1");
    }

    private void killPublishers(ChildJvm.Launcher launcher, String location, Random random) throws Exception {
        Deque<ChildJvm> warm = new ArrayDeque<>();
        try {
            for (int kill = 0; kill < KILLS + WARM; kill++) {
                if (kill < KILLS) {
                    warm.add(launcher.start(
                            PublisherProcess.class, location, folder.toString(), Long.toString(1000L * (kill + 1))));
                }
                if (kill >= WARM) {
                    ChildJvm publisher = warm.remove();
                    int millisPerModel = Integer.parseInt(publisher.ready());
                    publisher.go();
                    Thread.sleep(random.nextInt(LONGEST_LIFE_IN_MODELS * millisPerModel + 1));
                    publisher.kill();
                }
            }
        } finally {
            for (ChildJvm left : warm) {
                left.close();
            }
        }
    }
}
