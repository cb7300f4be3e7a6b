package io.convoy.spark.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users name, and what they mean by it. */
class InputFilesTest {

    private static final Configuration HADOOP = new Configuration();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12:30.png", "shot 12:30.png", "a[1].png", "{a,b}.png", "a?.png", "*.png", "100%.png", "%41.png",
                "a#b.png", "a\\b.png", "a\nb.png", "über.png", " a .png", "a:b/12:30.png", "day[1]/x.png", "~.png"
            })
    void shouldFindAndOpenEveryName(String name) throws IOException {
        write(name);
        write("other/b.png");

        assertEquals(
                List.of(name),
                names().filter(found -> !found.equals("other/b.png")).toList());
        for (var file : InputFiles.below(folder.toString(), HADOOP)) {
            try (var in = InputFiles.fileSystem(file, HADOOP).open(file)) {
                assertEquals(file.toString(), "file:" + new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void shouldTakeColonWithoutSlashForPartOfName() {
        assertEquals("./12:30.png", InputFiles.path("12:30.png").toString());
        assertEquals("./day 12:30/a.png", InputFiles.path("day 12:30/a.png").toString());
        assertEquals("hdfs:/a/b:c", InputFiles.path("hdfs:///a/b:c").toString());
        assertEquals("/a/b:c", InputFiles.path("/a/b:c").toString());
    }

    @Test
    void shouldLeaveOutWhatIsHidden() throws IOException {
        for (var name :
                List.of("._a.png", ".b.png", "_SUCCESS", "__MACOSX/x/c.png", ".git/d.png", "e/.f/g.png", "h.png")) {
            write(name);
        }

        assertEquals(List.of("h.png"), names().toList());
    }

    @Test
    void shouldFollowLinksOnce() throws IOException {
        var outside = Files.createDirectories(folder.resolve("outside"));
        Files.write(outside.resolve("o.png"), new byte[0]);
        var root = Files.createDirectories(folder.resolve("root"));
        Files.write(Files.createDirectories(root.resolve("z")).resolve("z.png"), new byte[0]);
        Files.createSymbolicLink(root.resolve("a"), root.resolve("z"));
        Files.createSymbolicLink(root.resolve("b"), outside);
        Files.createSymbolicLink(root.resolve("c"), outside);
        Files.createSymbolicLink(root.resolve("d.png"), outside.resolve("o.png"));

        assertEquals(List.of("b/o.png", "d.png", "z/z.png"), names(root).toList());
    }

    @Test
    void shouldNameLinkThatLeadsRound() throws IOException {
        write("root/a/a.png");
        write("root/b/b.png");
        var link = folder.resolve("root/a/up");
        for (var target : List.of("root", "root/a", ".")) {
            Files.createSymbolicLink(link, folder.resolve(target));
            assertEquals(
                    folder + "/root: holds the link " + link + ", which leads round in a circle to "
                            + folder.resolve(target).normalize().toRealPath() + "; remove it",
                    refusal(folder.resolve("root")));
            Files.delete(link);
        }
        Files.createSymbolicLink(folder.resolve("root/a/x"), folder.resolve("root/b"));
        Files.createSymbolicLink(folder.resolve("root/b/y"), folder.resolve("root/a"));

        assertTrue(refusal(folder.resolve("root")).contains("which leads round in a circle"));
    }

    @Test
    void shouldNameLinkThatLeadsNowhere() throws IOException {
        write("a.png");
        Files.createSymbolicLink(folder.resolve("notes"), folder.resolve("none"));
        assertEquals(List.of("a.png"), names().toList());
        Files.createSymbolicLink(folder.resolve("b.png"), folder.resolve("none"));

        assertEquals(
                folder + ": holds the link " + folder + "/b.png, which leads nowhere or round in a circle; mend or"
                        + " remove it",
                refusal(folder));
    }

    /** In the POSIX locale, which a scheduler may give, Java cannot tell such a name. */
    @Test
    void shouldRefuseNameThatLocaleCannotTell() throws Exception {
        write("plain.png");
        write("über.png");

        var process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Listing.class.getName(),
                folder.toString());
        process.environment().put("LC_ALL", "C");
        var running = process.redirectErrorStream(true).start();
        var said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(3, running.waitFor(), said);
        assertTrue(said.contains("holds a file whose name is no text in this locale"), said);
        assertTrue(said.contains("set LC_ALL=C.UTF-8"), said);
    }

    /** Lists a folder in a process of its own. */
    static final class Listing {

        public static void main(String[] words) throws IOException {
            try {
                System.out.println(InputFiles.below(words[0], new Configuration()));
            } catch (DataException e) {
                System.out.println(e.getMessage());
                System.exit(3);
            }
        }
    }

    private void write(String name) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, file.toString());
    }

    private Stream<String> names() throws IOException {
        return names(folder);
    }

    private static Stream<String> names(Path root) throws IOException {
        var path = new org.apache.hadoop.fs.Path("file:" + root);
        return InputFiles.below(root.toString(), HADOOP).stream().map(file -> InputFiles.name(path, file));
    }

    private static String refusal(Path root) {
        return assertThrows(DataException.class, () -> InputFiles.below(root.toString(), HADOOP))
                .getMessage();
    }
}
