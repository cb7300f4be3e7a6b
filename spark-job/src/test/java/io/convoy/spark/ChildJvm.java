package io.convoy.spark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** A Java process that waits for a go and can be killed with SIGKILL. */
public final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;
    private final Path errors;

    private ChildJvm(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * How children are started: with no more on the class path than the registry needs, and with the classes of a first
     * child in an archive, so that they need little time. An archive takes classes from jars only.
     */
    public record Launcher(Path archive, String classPath) {

        private static final Pattern NEEDED =
                Pattern.compile("(hadoop-client-(api|runtime)|jackson|slf4j-api|log4j-api|commons-logging).*\\.jar");

        private static final String PACKAGE = Launcher.class.getPackageName().replace('.', '/');

        /** @param arguments of a first child, which is to end by itself after its go */
        public static Launcher trainedOn(Path folder, Class<?> main, String... arguments)
                throws IOException, InterruptedException {
            List<String> classPath = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                Path path = Path.of(entry);
                if (Files.isDirectory(path.resolve(PACKAGE))) {
                    classPath.add(jar(path, folder.resolve("classes-" + classPath.size() + ".jar")));
                } else if (NEEDED.matcher(path.getFileName().toString()).matches()) {
                    classPath.add(entry);
                }
            }
            Launcher launcher =
                    new Launcher(folder.resolve("children.jsa"), String.join(File.pathSeparator, classPath));
            try (ChildJvm first = launcher.run("-XX:ArchiveClassesAtExit=" + launcher.archive, main, arguments)) {
                first.ready();
                first.go();
                first.linesToTheEnd();
            }
            return launcher;
        }

        private static String jar(Path classes, Path jar) throws IOException {
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                    Stream<Path> files = Files.walk(classes.resolve(PACKAGE))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                    Files.copy(file, out);
                }
            }
            return jar.toString();
        }

        public ChildJvm start(Class<?> main, String... arguments) throws IOException {
            return run("-XX:SharedArchiveFile=" + archive, main, arguments);
        }

        private ChildJvm run(String archiving, Class<?> main, String... arguments) throws IOException {
            Path java = Path.of(System.getProperty("java.home"), "bin", "java");
            Stream<String> command = Stream.of(
                    java.toString(),
                    "-Xmx64m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xlog:disable",
                    archiving,
                    "-cp",
                    classPath,
                    main.getName());
            Path errors = Files.createTempFile(archive.getParent(), "child", ".log");
            return new ChildJvm(
                    new ProcessBuilder(Stream.concat(command, Arrays.stream(arguments))
                                    .toList())
                            .redirectError(errors.toFile())
                            .start(),
                    errors);
        }
    }

    /** What the child says on the line on which it is ready, see {@link #awaitGo}. */
    public String ready() throws IOException {
        String line = output.readLine();
        if (line == null || !line.startsWith("ready ")) {
            throw new IOException("expected the child to print 'ready …' but it printed '" + line + "' and "
                    + Files.readString(errors));
        }
        return line.substring("ready ".length());
    }

    public void go() throws IOException {
        OutputStream input = process.getOutputStream();
        input.write("go\n".getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /** In the child: says that it is ready, and waits for {@link #go()}. */
    public static void awaitGo(String message) throws IOException {
        System.out.println("ready " + message);
        System.out.flush();
        if (System.in.read() < 0) {
            throw new IOException("the parent is gone");
        }
    }

    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    public List<String> linesToTheEnd() throws InterruptedException {
        List<String> lines = output.lines().toList();
        process.waitFor();
        return lines;
    }

    @Override
    public void close() {
        kill();
    }
}
