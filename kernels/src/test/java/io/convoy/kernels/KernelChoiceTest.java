package io.convoy.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Asks JVMs that lack something, each in a process of its own. */
class KernelChoiceTest {

    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    /** Prints the description of the chosen kernels, or why there are none. */
    static final class Choose {
        public static void main(String[] arguments) {
            try {
                System.out.println(KernelChoice.valueOf(arguments[0]).choose().description());
            } catch (IllegalStateException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }

    @Test
    void shouldChooseVectorsWhereTheModuleIsThere() throws Exception {
        assertTrue(choose("AUTO", MODULE).matches("vector kernels, (128|256|512) bits"), choose("AUTO", MODULE));
        assertEquals("vector kernels, 128 bits", choose("VECTOR", MODULE, "-XX:MaxVectorSize=16"));
    }

    @Test
    void shouldNameTheMissingFlag() throws Exception {
        String reason = "JVM started without " + MODULE;
        assertEquals("scalar kernels: " + reason, choose("AUTO"));
        assertEquals("refused: no vector kernels: " + reason, choose("VECTOR"));
    }

    @Test
    void shouldNotRunVectorsWithoutTheirCompiler() throws Exception {
        for (String flag : List.of("-Xint", "-XX:TieredStopAtLevel=1")) {
            String auto = choose("AUTO", MODULE, flag);
            assertTrue(auto.startsWith("scalar kernels: they need the C2 compiler"), auto);
            String vector = choose("VECTOR", MODULE, flag);
            assertTrue(vector.startsWith("refused: no vector kernels: they need the C2 compiler"), vector);
        }
    }

    @Test
    void shouldRefuseVectorsThatAreTooNarrow() throws Exception {
        String reason = "this JVM prefers vectors of 64 bits";
        assertTrue(choose("AUTO", MODULE, "-XX:MaxVectorSize=8").startsWith("scalar kernels: " + reason));
        assertTrue(choose("VECTOR", MODULE, "-XX:MaxVectorSize=8").startsWith("refused: no vector kernels: " + reason));
    }

    @Test
    void shouldRunScalarKernelsWhenAsked() throws Exception {
        assertEquals("scalar kernels: chosen", choose("SCALAR", MODULE));
        assertEquals("scalar kernels: chosen", Kernels.scalar().description());
    }

    @Test
    void shouldNameAnotherJvm() {
        assertEquals(
                "they need the HotSpot JVM but found Eclipse OpenJ9 VM",
                VectorSupport.obstacle("Eclipse OpenJ9 VM", "", true).orElseThrow());
    }

    private static String choose(String choice, String... flags) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Choose.class.getName(), choice));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> "exit code of " + command + ": " + output);
        return output.trim();
    }
}
