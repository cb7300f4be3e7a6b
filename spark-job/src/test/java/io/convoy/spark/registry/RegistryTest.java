package io.convoy.spark.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.convoy.spark.store.Json;
import io.convoy.spark.store.Publishing;
import io.convoy.spark.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryTest {

    private static final Instant IN_TWO_DAYS = Instant.now().plus(Duration.ofDays(2));

    private final Configuration configuration = new Configuration();

    @TempDir
    Path folder;

    private Path root() {
        return folder.resolve("registry");
    }

    private Registry create(Publishing publishing) throws IOException {
        return Registry.openOrCreate(root().toUri().toString(), configuration, Optional.of(publishing));
    }

    private static RegistryChanges changes(Registry registry) {
        return new RegistryChanges(registry, "test");
    }

    private long publish(Registry registry, long seed) throws IOException {
        Path model = SeededModel.write(folder.resolve("model-" + seed), seed);
        Optional<Long> champion =
                registry.latest().map(served -> served.manifest().version());
        return changes(registry)
                .publish(
                        FileSystem.getLocal(configuration),
                        new org.apache.hadoop.fs.Path(model.toUri()),
                        new RunId("run-" + seed),
                        champion,
                        Optional.empty(),
                        Map.of("accuracy", "0.9"));
    }

    private long served(Registry registry) throws IOException {
        return registry.latest().orElseThrow().manifest().version();
    }

    private String notice(Registry registry) throws IOException {
        return registry.latest().orElseThrow().notice().orElse("");
    }

    @ParameterizedTest
    @EnumSource(Publishing.class)
    void shouldServeTheVersionPublishedLast(Publishing publishing) throws IOException {
        Registry registry = create(publishing);
        assertTrue(registry.latest().isEmpty());

        assertEquals(1, publish(registry, 100));
        assertEquals(2, publish(registry, 200));

        Registry.Served served = registry.latest().orElseThrow();
        assertEquals(2, served.manifest().version());
        assertEquals("run-200", served.manifest().runId());
        assertEquals(Map.of("accuracy", "0.9"), served.manifest().facts());
        assertEquals(Optional.empty(), served.notice());
        assertEquals(200, SeededModel.seedOf(FileSystem.getLocal(configuration), served.folder()));
        assertEquals(
                List.of("details/run.json", "model.safetensors"),
                served.manifest().files().stream()
                        .map(VersionManifest.PublishedFile::path)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(Publishing.class)
    void shouldGiveARunThatPublishedBeforeTheVersionItHas(Publishing publishing) throws IOException {
        Registry registry = create(publishing);
        publish(registry, 1);
        publish(registry, 2);

        assertEquals(1, publish(registry, 1));

        assertEquals(2, served(registry));
        assertEquals(2, registry.versions().size());
    }

    @ParameterizedTest
    @EnumSource(Publishing.class)
    void shouldServeWhatAKilledPublisherCompletedButDidNotPointTo(Publishing publishing) throws IOException {
        Registry registry = create(publishing);
        publish(registry, 1);
        byte[] before = Files.readAllBytes(root().resolve("latest.json"));
        publish(registry, 2);
        Files.write(root().resolve("latest.json"), before);

        assertEquals(2, publish(registry, 2));

        assertEquals(2, served(registry));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"version\": 2", "null", "[]", "{\"version\": 2}", "{\"version\": -1}"})
    void shouldFallBackToTheHighestCompleteVersionWhenLatestIsTorn(String torn) throws IOException {
        Registry registry = create(Publishing.RENAME);
        publish(registry, 1);
        publish(registry, 2);
        Files.writeString(root().resolve("latest.json"), torn);

        assertEquals(2, served(registry));

        assertTrue(notice(registry).contains("it cannot be read"), notice(registry));
        assertTrue(notice(registry).contains("Using version 2, the highest complete one"), notice(registry));
    }

    @Test
    void shouldFallBackWhenLatestIsMissing() throws IOException {
        Registry registry = create(Publishing.RENAME);
        publish(registry, 1);
        Files.delete(root().resolve("latest.json"));

        assertEquals(1, served(registry));
        assertTrue(notice(registry).contains("it is missing"), notice(registry));
    }

    @Test
    void shouldFallBackWhenLatestPointsNowhere() throws IOException {
        Registry registry = create(Publishing.RENAME);
        publish(registry, 1);
        Files.write(
                root().resolve("latest.json"),
                Json.bytes(new Latest(7, List.of(), Instant.now(), "an operator", List.of())));

        assertEquals(1, served(registry));
        assertTrue(notice(registry).contains("version 7 cannot be used: manifest.json is missing"), notice(registry));
    }

    @Test
    void shouldPassOverDamagedVersionsWhenFallingBack() throws IOException {
        Registry registry = create(Publishing.RENAME);
        publish(registry, 1);
        publish(registry, 2);
        publish(registry, 3);
        publish(registry, 4);
        Path model = root().resolve("versions/4/model.safetensors");
        byte[] bytes = Files.readAllBytes(model);
        bytes[500] ^= 1;
        Files.write(model, bytes);
        Files.delete(root().resolve("versions/3/_SUCCESS"));
        Files.write(root().resolve("versions/2/details/run.json"), new byte[10]);

        assertEquals(1, served(registry));
        assertTrue(notice(registry).contains("model.safetensors has the digest"), notice(registry));
        assertEquals(
                List.of(1L, 4L),
                registry.versions().stream().map(VersionManifest::version).toList());
        assertTrue(assertThrows(RegistryException.class, () -> registry.load(2))
                .getMessage()
                .contains("details/run.json has 10 bytes"));
    }

    @Test
    void shouldNameTheVersionsThereAreWhenOneIsMissing() throws IOException {
        Registry registry = create(Publishing.RENAME);
        publish(registry, 1);
        publish(registry, 2);

        String message =
                assertThrows(RegistryException.class, () -> registry.load(9)).getMessage();

        assertTrue(message.startsWith("version 9 cannot be used"), message);
        assertTrue(message.endsWith("complete in file:" + root() + ": 1, 2"), message);
    }

    @ParameterizedTest
    @EnumSource(Publishing.class)
    void shouldNeverReuseTheNumberOfAnUnfinishedVersion(Publishing publishing) throws IOException {
        Registry registry = create(publishing);
        publish(registry, 1);
        Files.createDirectories(root().resolve("versions/2"));
        Files.writeString(root().resolve("versions/2/model.safetensors"), "half");

        assertEquals(3, publish(registry, 2));
        assertEquals(3, served(registry));
        assertEquals("half", Files.readString(root().resolve("versions/2/model.safetensors")));
    }

    @ParameterizedTest
    @EnumSource(Publishing.class)
    void shouldGoBackAlongWhatServedBefore(Publishing publishing) throws IOException {
        Registry registry = create(publishing);
        for (long seed = 1; seed <= 4; seed++) {
            publish(registry, seed);
        }
        RegistryChanges changes = changes(registry);

        assertEquals(3, changes.rollback());
        assertEquals(3, served(registry));
        assertEquals(5, publish(registry, 5));
        assertEquals(3, changes.rollback(), "4 was rolled back and is not gone back to");
        assertEquals(2, changes.rollback());
        assertEquals(1, changes.rollback());
        assertTrue(assertThrows(RegistryException.class, changes::rollback)
                .getMessage()
                .contains("has no complete one that served before it"));
        assertEquals(1, served(registry));
    }

    @Test
    void shouldPromoteOnlyACompleteVersion() throws IOException {
        Registry registry = create(Publishing.RENAME);
        publish(registry, 1);
        publish(registry, 2);
        RegistryChanges changes = changes(registry);

        changes.promote(1);
        assertEquals(1, served(registry));
        assertThrows(RegistryException.class, () -> changes.promote(3));
        assertEquals(1, served(registry));
        assertEquals(2, changes.rollback());
    }

    @Test
    void shouldMendATornLatestByPromoting() throws IOException {
        Registry registry = create(Publishing.RENAME);
        publish(registry, 1);
        publish(registry, 2);
        Files.writeString(root().resolve("latest.json"), "{");
        assertThrows(RegistryException.class, () -> changes(registry).rollback());

        changes(registry).promote(1);

        assertEquals(1, served(registry));
        assertEquals("", notice(registry));
    }

    @Test
    void shouldRefuseToPublishWhenTheChampionChanged() throws IOException {
        Registry registry = create(Publishing.RENAME);
        publish(registry, 1);
        publish(registry, 2);
        Path model = SeededModel.write(folder.resolve("late"), 3);

        ChampionChangedException changed = assertThrows(
                ChampionChangedException.class,
                () -> changes(registry)
                        .publish(
                                FileSystem.getLocal(configuration),
                                new org.apache.hadoop.fs.Path(model.toUri()),
                                new RunId("late"),
                                Optional.of(1L),
                                Optional.empty(),
                                Map.of()));

        assertEquals("the gate compared with version 1 but version 2 is in service by now", changed.getMessage());
        assertEquals(2, registry.versions().size());
    }

    @ParameterizedTest
    @EnumSource(Publishing.class)
    void shouldPruneAllButTheNewestAndTheOnesInService(Publishing publishing) throws IOException {
        Registry registry = create(publishing);
        for (long seed = 1; seed <= 6; seed++) {
            publish(registry, seed);
        }
        RegistryChanges changes = changes(registry);
        changes.promote(2);

        assertEquals(List.of(), changes.prune(1, Instant.now()), "all are younger than a day");
        assertEquals(List.of(1L, 3L, 4L), changes.prune(2, IN_TWO_DAYS));

        assertEquals(List.of(2L, 5L, 6L), registry.numbers());
        assertEquals(2, served(registry));
        assertThrows(IllegalArgumentException.class, () -> changes.prune(0, IN_TWO_DAYS));
    }

    @Test
    void shouldSpareTheVersionThatServedUntilToday() throws IOException {
        Registry registry = create(Publishing.RENAME);
        for (long seed = 1; seed <= 3; seed++) {
            publish(registry, seed);
        }
        Latest changedLater = new Latest(3, List.of(1L), IN_TWO_DAYS.minusSeconds(60), "test", List.of());
        Files.write(root().resolve("latest.json"), Json.bytes(changedLater));

        assertEquals(List.of(2L), changes(registry).prune(1, IN_TWO_DAYS));
    }

    @ParameterizedTest
    @EnumSource(Publishing.class)
    void shouldClearWhatKilledPublishersLeftAfterADay(Publishing publishing) throws IOException {
        Registry registry = create(publishing);
        publish(registry, 1);
        Files.createDirectories(root().resolve("versions/2"));
        Files.writeString(root().resolve("versions/2/_CLAIM"), "killed");
        Path killed = Files.createDirectories(root().resolve("staging/" + UUID.randomUUID()));
        Files.writeString(killed.resolve("model.safetensors"), "half");
        Files.writeString(root().resolve("staging/notes.txt"), "an operator's");

        changes(registry).prune(5, Instant.now());
        assertTrue(Files.exists(root().resolve("versions/2")));
        assertFalse(Files.exists(killed));
        changes(registry).prune(5, IN_TWO_DAYS);
        assertFalse(Files.exists(root().resolve("versions/2")));
        assertTrue(Files.exists(root().resolve("staging/notes.txt")));
        assertEquals(1, served(registry));
    }

    @ParameterizedTest
    @EnumSource(Publishing.class)
    void shouldDeleteOfAVersionOnlyWhatItWrote(Publishing publishing) throws IOException {
        Registry registry = create(publishing);
        publish(registry, 1);
        publish(registry, 2);
        Files.writeString(root().resolve("versions/1/notes.txt"), "an operator's");

        assertEquals(List.of(), changes(registry).prune(1, IN_TWO_DAYS));

        try (var left = Files.list(root().resolve("versions/1"))) {
            assertEquals(List.of(root().resolve("versions/1/notes.txt")), left.toList());
        }
        assertEquals(2, served(registry));
    }

    @ParameterizedTest
    @EnumSource(Publishing.class)
    void shouldNotUndoARollbackWhenARunIsRepeated(Publishing publishing) throws IOException {
        Registry registry = create(publishing);
        publish(registry, 1);
        publish(registry, 2);
        // The run is killed before it writes its status. The model is bad; an operator rolls back.
        changes(registry).rollback();

        assertEquals(Optional.of(2L), changes(registry).servedFrom(new RunId("run-2")));
        assertEquals(2, publish(registry, 2));
        assertEquals(1, served(registry));
        publish(registry, 3);
        publish(registry, 4);
        changes(registry).prune(1, IN_TWO_DAYS);
        assertEquals(Optional.of(2L), changes(registry).servedFrom(new RunId("run-2")), "though it is deleted");
        assertEquals(List.of(4L), registry.numbers());
    }

    @Test
    void shouldForgetARollbackWhenTheVersionIsPromoted() throws IOException {
        Registry registry = create(Publishing.RENAME);
        publish(registry, 1);
        publish(registry, 2);
        changes(registry).promote(1);
        assertTrue(changes(registry).isRolledBack(2), "an earlier version was put in its place");

        changes(registry).promote(2);

        assertFalse(changes(registry).isRolledBack(2));
        assertFalse(changes(registry).isRolledBack(1));
    }

    @Test
    void shouldNotPublishWhatBeganFromARolledBackVersion() throws IOException {
        Registry registry = create(Publishing.RENAME);
        publish(registry, 1);
        publish(registry, 2);
        changes(registry).rollback();
        Path model = SeededModel.write(folder.resolve("after"), 3);

        String message = assertThrows(RolledBackException.class, () -> publishFrom(registry, model, Optional.of(2L)))
                .getMessage();
        assertEquals("it began from version 2, which was rolled back to version 1 meanwhile", message);
        assertEquals(1, served(registry));
        publishFrom(registry, model, Optional.of(1L));
        assertEquals(3, served(registry));
    }

    private void publishFrom(Registry registry, Path model, Optional<Long> begunFrom) throws IOException {
        changes(registry)
                .publish(
                        FileSystem.getLocal(configuration),
                        new org.apache.hadoop.fs.Path(model.toUri()),
                        new RunId("after"),
                        Optional.of(1L),
                        begunFrom,
                        Map.of());
    }

    @Test
    void shouldReadThePointerOfAnEarlierRelease() throws IOException {
        Registry registry = create(Publishing.RENAME);
        publish(registry, 1);
        publish(registry, 2);
        Files.writeString(
                root().resolve("latest.json"),
                "{\"version\":2,\"earlier\":[1],\"changed\":\"2026-01-31T02:00:00Z\",\"changedBy\":\"publish\"}");

        assertEquals(1, changes(registry).rollback());
        assertTrue(changes(registry).isRolledBack(2));
    }

    @Test
    void shouldNotTakeAnUnreadablePointerForAMissingOne() throws IOException {
        Registry registry = create(Publishing.RENAME);
        publish(registry, 1);
        publish(registry, 2);
        Files.delete(root().resolve("latest.json"));
        Files.createDirectory(root().resolve("latest.json"));

        String message = assertThrows(StoreException.class, registry::latest).getMessage();

        assertEquals(
                "file:" + root()
                        + "/latest.json cannot be read: it is a folder; let this user read it, or take it away",
                message);
        assertThrows(StoreException.class, () -> publish(registry, 3));
        assertThrows(StoreException.class, () -> changes(registry).rollback());
    }

    @Test
    void shouldClearWhatKilledWritersLeftAndNothingElse() throws Exception {
        Registry registry = create(Publishing.RENAME);
        publish(registry, 1);
        Path draft = root().resolve(".latest.json." + UUID.randomUUID());
        Path mine = root().resolve(".notes.txt." + UUID.randomUUID());
        for (Path file : List.of(draft, mine)) {
            Files.writeString(file, "half");
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
        }

        publish(registry, 2);

        assertFalse(Files.exists(draft));
        assertTrue(Files.exists(mine));
    }

    @Test
    void shouldKeepTheWayOfPublishingItBeganWith() throws IOException {
        create(Publishing.CREATE_LAST);

        publish(create(Publishing.RENAME), 1);

        assertTrue(Files.exists(root().resolve("versions/1/_CLAIM")));
    }

    @Test
    void shouldTellAFolderThatIsNoRegistryFromAnEmptyOne() throws IOException {
        Files.createDirectories(root());
        Files.writeString(root().resolve("photograph.png"), "");

        String message = assertThrows(RegistryException.class, () -> create(Publishing.RENAME))
                .getMessage();
        assertEquals(
                "file:" + root()
                        + " is not a registry: it holds files but no registry.json. Give the root of a registry,"
                        + " or an empty folder to begin one in with 'retrain'",
                message);
        Files.delete(root().resolve("photograph.png"));
        assertThrows(RegistryException.class, () -> Registry.open(root().toUri().toString(), configuration));
        create(Publishing.RENAME);
        Registry.open(root().toUri().toString(), configuration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"kind\":\"other\",\"layout\":1}"})
    void shouldRefuseADamagedMarker(String marker) throws IOException {
        create(Publishing.RENAME);
        Files.writeString(root().resolve("registry.json"), marker);

        String message = assertThrows(RegistryException.class, () -> create(Publishing.RENAME))
                .getMessage();

        assertTrue(message.contains("registry.json is damaged"), message);
    }

    @Test
    void shouldNameAFileSystemThatCannotBeReached() {
        configuration.setInt("ipc.client.connect.max.retries", 0);

        String unknown = assertThrows(
                        RegistryException.class, () -> Registry.open("nowhere://host/models", configuration))
                .getMessage();
        String refused = assertThrows(
                        RegistryException.class, () -> Registry.open("hdfs://127.0.0.1:9/models", configuration))
                .getMessage();

        assertTrue(unknown.contains("No FileSystem for scheme \"nowhere\""), unknown);
        assertTrue(refused.startsWith("registry hdfs://127.0.0.1:9/models cannot be reached"), refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "01", "1.0", "latest", "../1", "", "1234567890123456789"})
    void shouldRefuseWhatIsNoVersionNumber(String text) {
        assertThrows(IllegalArgumentException.class, () -> Registry.versionNumber(text));
    }

    @Test
    void shouldNotPublishAFileThatLooksLikeItsOwn() throws IOException {
        Registry registry = create(Publishing.RENAME);
        Path model = Files.createDirectories(folder.resolve("sly"));
        Files.writeString(model.resolve("_SUCCESS"), "");

        assertThrows(
                IllegalArgumentException.class,
                () -> changes(registry)
                        .publish(
                                FileSystem.getLocal(configuration),
                                new org.apache.hadoop.fs.Path(model.toUri()),
                                new RunId("sly"),
                                Optional.empty(),
                                Optional.empty(),
                                Map.of()));

        assertTrue(registry.latest().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "/etc/passwd", "a//b", "./a", "manifest.json", "a/../../b"})
    void shouldRefuseAManifestWhoseFilesLieElsewhere(String path) {
        assertThrows(IllegalArgumentException.class, () -> new VersionManifest.PublishedFile(path, 1, "digest"));
    }
}
