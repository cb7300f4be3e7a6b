package io.convoy.spark.registry;

import io.convoy.spark.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * Publishes a few models, unless it is killed before. Says how many milliseconds one takes. Arguments: registry, folder
 * for drafts, first seed.
 */
final class PublisherProcess {

    private static final int MODELS = 5;

    private PublisherProcess() {}

    public static void main(String[] arguments) throws Exception {
        Configuration configuration = new Configuration();
        Registry registry = Registry.open(arguments[0], configuration);
        // One application: a successor need not wait until the lock of the killed one expires.
        RegistryChanges changes = new RegistryChanges(registry, "application_1700000000000_0001");
        FileSystem local = FileSystem.getLocal(configuration);
        Path drafts = Path.of(arguments[1]);
        long first = Long.parseLong(arguments[2]);
        Map<Long, org.apache.hadoop.fs.Path> models = new TreeMap<>();
        for (long seed = first; seed < first + MODELS; seed++) {
            models.put(
                    seed,
                    new org.apache.hadoop.fs.Path(SeededModel.write(drafts.resolve("draft-" + seed), seed)
                            .toUri()));
        }
        // Every class is loaded, and the time known, before the go, so that the kill meets the publishing itself.
        Registry rehearsal = Registry.openOrCreate(
                drafts.resolve("rehearsal-" + first).toUri().toString(), configuration, Optional.empty());
        RegistryChanges rehearsed = new RegistryChanges(rehearsal, "rehearsal");
        publish(rehearsal, rehearsed, local, first, models.get(first));
        long start = System.nanoTime();
        publish(rehearsal, rehearsed, local, first + 1, models.get(first + 1));
        ChildJvm.awaitGo(Long.toString((System.nanoTime() - start) / 1_000_000));
        for (Map.Entry<Long, org.apache.hadoop.fs.Path> model : models.entrySet()) {
            publish(registry, changes, local, model.getKey(), model.getValue());
        }
    }

    private static void publish(
            Registry registry, RegistryChanges changes, FileSystem local, long seed, org.apache.hadoop.fs.Path model)
            throws IOException {
        Optional<Long> champion =
                registry.latest().map(served -> served.manifest().version());
        changes.publish(
                local,
                model,
                new RunId("run-" + seed),
                champion,
                Optional.empty(),
                Map.of("seed", Long.toString(seed)));
    }
}
