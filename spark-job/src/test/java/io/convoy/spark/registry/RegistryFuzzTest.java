package io.convoy.spark.registry;

import io.convoy.spark.Fuzz;
import io.convoy.spark.store.TornDocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each document of a registry damaged in its place, and read as commands read it. */
class RegistryFuzzTest {

    private static final RunId RUN = new RunId("night-2");

    private final Configuration configuration = new Configuration();

    @TempDir
    Path folder;

    private Path root() {
        return folder.resolve("registry");
    }

    @BeforeEach
    void publishTwoVersions() throws IOException {
        var registry = Registry.openOrCreate(root().toUri().toString(), configuration, Optional.empty());
        var changes = new RegistryChanges(registry, "test");
        for (long seed = 1; seed <= 2; seed++) {
            var champion = registry.latest().map(served -> served.manifest().version());
            changes.publish(
                    FileSystem.getLocal(configuration),
                    new org.apache.hadoop.fs.Path(SeededModel.write(folder.resolve("model-" + seed), seed)
                            .toUri()),
                    new RunId("night-" + seed),
                    champion,
                    Optional.empty(),
                    Map.of("testAccuracy", "0.9"));
        }
        var run = registry.run(RUN);
        run.write(RunStatus.begin(RUN, "application_1").at(RunStatus.Stage.TRAINING, "epoch 1 of 2"));
        run.write(new RunStart(1L, false));
    }

    /** What a command reads of a registry. */
    @FunctionalInterface
    private interface Reading {
        void of(Registry registry) throws IOException;
    }

    private void mutate(String document, Reading reading) throws Exception {
        var file = root().resolve(document);
        var original = Files.readAllBytes(file);
        Fuzz.mutate(
                document + " of registries",
                List.of(original),
                200,
                mutated -> {
                    Files.write(file, mutated);
                    reading.of(Registry.open(root().toUri().toString(), configuration));
                },
                RegistryException.class,
                TornDocumentException.class);
    }

    private static void requireThere(Optional<?> document) throws RegistryException {
        document.orElseThrow(() -> new RegistryException("counts as missing"));
    }

    @Test
    void shouldReadOrRefuseADamagedMarker() throws Exception {
        mutate("registry.json", registry -> requireThere(registry.latest()));
    }

    @Test
    void shouldReadOrRefuseADamagedPointer() throws Exception {
        mutate("latest.json", registry -> {
            var served = registry.latest();
            requireThere(served);
            requireThere(served.get().notice().isPresent() ? Optional.empty() : served);
        });
    }

    @Test
    void shouldReadOrRefuseADamagedManifest() throws Exception {
        mutate("versions/2/manifest.json", registry -> {
            registry.versions();
            registry.load(2);
        });
    }

    @Test
    void shouldReadOrRefuseADamagedStatus() throws Exception {
        mutate(
                "runs/night-2/status.json",
                registry -> requireThere(registry.run(RUN).status()));
    }

    @Test
    void shouldReadOrRefuseADamagedStart() throws Exception {
        mutate(
                "runs/night-2/start.json",
                registry -> requireThere(registry.run(RUN).start()));
    }
}
