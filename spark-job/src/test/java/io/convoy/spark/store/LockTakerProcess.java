package io.convoy.spark.store;

import io.convoy.spark.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * Takes a lock again and again, and dies with it the last time. In the lock it writes its name into a file that must
 * not be there. Arguments: folder of the lock, the file, seed, how often.
 */
final class LockTakerProcess {

    private LockTakerProcess() {}

    public static void main(String[] arguments) throws Exception {
        Path inside = Path.of(arguments[1]);
        Random random = new Random(Long.parseLong(arguments[2]));
        int times = Integer.parseInt(arguments[3]);
        Storage storage = Storage.of(FileSystem.getLocal(new Configuration()));
        org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(arguments[0]);
        ChildJvm.awaitGo("");
        for (int time = 0; time < times; time++) {
            LockHolder holder = LockHolder.here("local", "race", 1);
            FolderLock lock = FolderLock.acquire(storage, folder, holder, OnLocked.WAIT, Duration.ofMinutes(2))
                    .orElseThrow();
            workAlone(inside, random);
            System.out.println("worked");
            System.out.flush();
            if (time == times - 1) {
                Runtime.getRuntime().halt(0);
            }
            lock.close();
        }
    }

    private static void workAlone(Path inside, Random random) throws IOException, InterruptedException {
        Files.writeString(inside, "somebody is at work", StandardOpenOption.CREATE_NEW);
        Thread.sleep(random.nextInt(20));
        Files.delete(inside);
    }
}
