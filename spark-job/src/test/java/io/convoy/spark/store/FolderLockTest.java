package io.convoy.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.convoy.spark.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

    @TempDir
    Path folder;

    private Storage storage;

    @BeforeEach
    void open() throws IOException {
        storage = Storage.of(FileSystem.getLocal(new Configuration()));
    }

    private Path locks() {
        return folder.resolve("locks");
    }

    private Optional<FolderLock> take(LockHolder holder, OnLocked onLocked) throws IOException {
        return FolderLock.acquire(
                storage, new org.apache.hadoop.fs.Path(locks().toUri()), holder, onLocked, Duration.ofMillis(500));
    }

    private static LockHolder holder(String owner, long expirySeconds) {
        return new LockHolder(owner, owner, "local-1", "test", null, Instant.now(), expirySeconds);
    }

    /** The lock of an owner that gave its last sign so many seconds ago. */
    private void lockedBy(LockHolder owner, long secondsAgo) throws IOException {
        long generation = 1;
        while (Files.exists(locks().resolve(generation + ".lock"))) {
            generation++;
        }
        Path file = locks().resolve(generation + ".lock");
        Files.createDirectories(locks());
        Files.write(file, Json.bytes(owner));
        age(file, secondsAgo);
    }

    private static void age(Path file, long secondsAgo) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(secondsAgo)));
    }

    @Test
    void shouldFailSkipOrWaitWhenHeld() throws IOException {
        FolderLock first = take(holder("first", 60), OnLocked.FAIL).orElseThrow();

        String message = assertThrows(LockedException.class, () -> take(holder("second", 60), OnLocked.FAIL))
                .getMessage();
        assertTrue(message.contains("is locked by first (local-1, test, since "), message);
        assertTrue(message.contains("free at the latest 60 s after that"), message);
        assertEquals(Optional.empty(), take(holder("second", 60), OnLocked.SKIP));
        assertThrows(LockedException.class, () -> take(holder("second", 60), OnLocked.WAIT));

        first.close();
        take(holder("second", 60), OnLocked.FAIL).orElseThrow().close();
    }

    @Test
    void shouldHandTheLockToOneWhoWaits() throws Exception {
        FolderLock first = take(holder("first", 60), OnLocked.FAIL).orElseThrow();
        ExecutorService waiter = Executors.newSingleThreadExecutor();
        Future<Optional<FolderLock>> second = waiter.submit(() -> FolderLock.acquire(
                storage,
                new org.apache.hadoop.fs.Path(locks().toUri()),
                holder("second", 60),
                OnLocked.WAIT,
                Duration.ofMinutes(1)));
        Thread.sleep(300);
        assertFalse(second.isDone());

        first.close();

        second.get().orElseThrow().ensureHeld();
        waiter.shutdown();
    }

    @Test
    void shouldExpireTheLockOfADeadOwner() throws IOException {
        lockedBy(holder("dead", 60), 59);
        assertThrows(LockedException.class, () -> take(holder("second", 60), OnLocked.FAIL));

        age(locks().resolve("1.lock"), 61);

        take(holder("second", 60), OnLocked.FAIL).orElseThrow().close();
    }

    @Test
    void shouldTakeTheHeartbeatForASignOfLife() throws IOException {
        lockedBy(holder("alive", 60), 600);
        Files.writeString(locks().resolve("1.heartbeat"), "");

        assertThrows(LockedException.class, () -> take(holder("second", 60), OnLocked.FAIL));
    }

    @Test
    void shouldKeepALockAliveForLongerThanItsExpiry() throws Exception {
        FolderLock first = take(holder("first", 1), OnLocked.FAIL).orElseThrow();

        Thread.sleep(2500);

        first.ensureHeld();
        assertThrows(LockedException.class, () -> take(holder("second", 1), OnLocked.FAIL));
        first.close();
    }

    @Test
    void shouldNotBeFooledByALockFileThatWasNeverFinished() throws IOException {
        Files.createDirectories(locks());
        Files.writeString(locks().resolve("1.lock"), "{\"tok");

        String message = assertThrows(LockedException.class, () -> take(holder("second", 60), OnLocked.FAIL))
                .getMessage();
        assertTrue(message.contains("a holder not yet named"), message);
        age(locks().resolve("1.lock"), 61);
        take(holder("second", 60), OnLocked.FAIL).orElseThrow().close();
    }

    @Test
    void shouldTellAnOwnerThatWokeUpLateThatItLostTheLock() throws IOException {
        FolderLock late = take(holder("late", 60), OnLocked.FAIL).orElseThrow();
        age(locks().resolve("1.lock"), 600);
        FolderLock second = take(holder("second", 60), OnLocked.FAIL).orElseThrow();

        assertThrows(LockedException.class, late::ensureHeld);
        late.close();
        second.ensureHeld();
        assertThrows(LockedException.class, () -> take(holder("third", 60), OnLocked.FAIL));
    }

    @Test
    void shouldLetASecondAttemptOfOneApplicationTakeOverAtOnce() throws IOException {
        String application = "application_1700000000000_0007";
        lockedBy(new LockHolder("a", "node1 process 1", application, "retrain", null, Instant.now(), 600), 0);
        LockHolder other = new LockHolder("c", "node3 process 1", "application_2", "retrain", null, Instant.now(), 600);
        assertThrows(LockedException.class, () -> take(other, OnLocked.FAIL));

        LockHolder attempt = new LockHolder("b", "node2 process 1", application, "retrain", null, Instant.now(), 600);
        take(attempt, OnLocked.FAIL).orElseThrow().close();
    }

    @Test
    void shouldExpireALockThatIsDatedInTheFuture() throws IOException {
        lockedBy(holder("dead", 1), -100_000);

        long begin = System.nanoTime();
        take(holder("second", 60), OnLocked.FAIL).orElseThrow().close();

        assertTrue(Duration.ofNanos(System.nanoTime() - begin).toSeconds() < 10);
    }

    @Test
    void shouldSeeThatTheHolderOfALockDatedInTheFutureLives() throws Exception {
        lockedBy(holder("alive", 30), -100_000);
        Thread beat = new Thread(() -> {
            try {
                Thread.sleep(600);
                Files.writeString(locks().resolve("1.heartbeat"), "");
            } catch (IOException | InterruptedException failed) {
                throw new IllegalStateException(failed);
            }
        });
        beat.start();

        String message = assertThrows(LockedException.class, () -> take(holder("second", 60), OnLocked.FAIL))
                .getMessage();

        beat.join();
        assertTrue(message.contains("its files are dated "), message);
        assertTrue(message.contains(" s in the future"), message);
    }

    @Test
    void shouldNotWaitForALockThatNobodyCanRead() throws IOException {
        Files.createDirectories(locks().resolve("1.lock"));

        for (OnLocked onLocked : OnLocked.values()) {
            String message = assertThrows(StoreException.class, () -> take(holder("second", 60), onLocked))
                    .getMessage();
            assertEquals(
                    "file:" + locks()
                            + "/1.lock cannot be read: it is a folder; let this user read it, or take it away",
                    message);
        }
    }

    @Test
    void shouldNotWaitForALockOfAnotherUser() throws IOException {
        lockedBy(holder("other", 60), 0);
        Files.setPosixFilePermissions(locks().resolve("1.lock"), PosixFilePermissions.fromString("---------"));
        assumeFalse(
                Files.isReadable(locks().resolve("1.lock")),
                "skipped: this user, root, reads files whatever their rights");

        String message = assertThrows(StoreException.class, () -> take(holder("second", 60), OnLocked.WAIT))
                .getMessage();

        assertTrue(message.contains("1.lock cannot be read: permission denied"), message);
    }

    @Test
    void shouldGiveUpOnALinkThatLeadsNowhere() throws IOException {
        Files.createDirectories(locks());
        Files.createSymbolicLink(locks().resolve("1.lock"), folder.resolve("nowhere"));

        assertThrows(IOException.class, () -> take(holder("second", 60), OnLocked.WAIT));

        assertFalse(Files.exists(folder.resolve("nowhere")));
    }

    @Test
    void shouldFollowAtOnceOnAProcessOfThisMachineThatHasEnded() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        assumeTrue(LocalProcess.here().isPresent(), "skipped: this machine has no name for its processes");
        LocalProcess here = LocalProcess.here().orElseThrow();
        String process = new LocalProcess(here.host(), here.space(), ended.pid()).toString();
        lockedBy(new LockHolder("dead", "dead", "local-1", "test", process, Instant.now(), 600), 0);
        take(holder("second", 60), OnLocked.FAIL).orElseThrow().close();

        String elsewhere = new LocalProcess(here.host(), "pid:[1]", ended.pid()).toString();
        lockedBy(new LockHolder("alive", "alive", "local-1", "test", elsewhere, Instant.now(), 600), 0);
        assertThrows(LockedException.class, () -> take(holder("third", 60), OnLocked.FAIL));
    }

    @Test
    void shouldWatchUntilItCanTellWhetherTheHolderLives() throws Exception {
        FolderLock first = take(holder("first", 2), OnLocked.FAIL).orElseThrow();
        assertThrows(LockedException.class, () -> take(holder("second", 2), OnLocked.WATCH));
        first.close();

        lockedBy(holder("dead", 1), 0);
        take(holder("third", 60), OnLocked.WATCH).orElseThrow().close();
    }

    @Test
    void shouldGiveTheLockBackThoughItsThreadIsInterrupted() throws IOException {
        FolderLock first = take(holder("first", 60), OnLocked.FAIL).orElseThrow();
        Thread.currentThread().interrupt();
        first.close();

        assertTrue(Thread.interrupted());
        take(holder("second", 60), OnLocked.FAIL).orElseThrow().close();
    }

    @Test
    void shouldClearTheClocksOfThoseWhoWereKilled() throws IOException {
        Files.createDirectories(locks());
        Path clock = Files.writeString(locks().resolve("clock-" + UUID.randomUUID()), "x");
        Path young = Files.writeString(locks().resolve("clock-" + UUID.randomUUID()), "x");
        Path notes = Files.writeString(locks().resolve("clock-work.txt"), "x");
        age(clock, 60);
        age(notes, 60);

        take(holder("owner", 60), OnLocked.FAIL).orElseThrow().close();

        assertFalse(Files.exists(clock));
        assertTrue(Files.exists(young));
        assertTrue(Files.exists(notes));
    }

    @Test
    void shouldKeepOnlyAFewGenerations() throws IOException {
        for (int time = 0; time < 20; time++) {
            take(holder("owner", 60), OnLocked.FAIL).orElseThrow().close();
        }

        try (Stream<Path> files = Files.list(locks())) {
            assertTrue(files.count() <= 14);
        }
        assertTrue(Files.exists(locks().resolve("20.released")));
    }

    @Test
    void shouldLetExactlyOneOfManyTakersHaveADeadOwnersLock() throws Exception {
        int takers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(takers);
        for (int round = 0; round < 30; round++) {
            lockedBy(holder("dead-" + round, 60), 600);
            CyclicBarrier start = new CyclicBarrier(takers);
            List<Future<Optional<FolderLock>>> attempts = new ArrayList<>();
            for (int taker = 0; taker < takers; taker++) {
                LockHolder holder = holder("taker-" + taker, 60);
                attempts.add(threads.submit(() -> {
                    start.await();
                    return take(holder, OnLocked.SKIP);
                }));
            }
            List<FolderLock> winners = new ArrayList<>();
            for (Future<Optional<FolderLock>> attempt : attempts) {
                attempt.get().ifPresent(winners::add);
            }
            assertEquals(1, winners.size(), "round " + round);
            winners.get(0).ensureHeld();
            winners.get(0).close();
        }
        threads.shutdown();
    }

    @Test
    void shouldKeepRacingProcessesApartEvenWhenTheyDie() throws Exception {
        Path training = Files.createDirectory(folder.resolve("training"));
        ChildJvm.Launcher launcher = ChildJvm.Launcher.trainedOn(
                training, LockTakerProcess.class, training.resolve("locks").toString(), training + "/inside", "0", "2");
        List<ChildJvm> takers = new ArrayList<>();
        for (int taker = 0; taker < 5; taker++) {
            takers.add(launcher.start(
                    LockTakerProcess.class, locks().toString(), folder + "/inside", Integer.toString(taker), "10"));
        }
        for (ChildJvm taker : takers) {
            taker.ready();
        }
        for (ChildJvm taker : takers) {
            taker.go();
        }

        for (ChildJvm taker : takers) {
            assertEquals(Collections.nCopies(10, "worked"), taker.linesToTheEnd());
        }
        // Fifty turns, one generation each, and the five that died left theirs unreleased.
        assertTrue(Files.exists(locks().resolve("50.lock")));
        assertFalse(Files.exists(locks().resolve("51.lock")));
        assertFalse(Files.exists(locks().resolve("50.released")));
    }
}
