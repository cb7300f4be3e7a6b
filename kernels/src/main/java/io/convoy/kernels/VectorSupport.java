package io.convoy.kernels;

import java.util.Locale;
import java.util.Optional;

/** What the vector kernels ask of a JVM. Names no class of the incubator module, which may be absent. */
final class VectorSupport {

    private static final String MODULE = "jdk.incubator.vector";

    private VectorSupport() {}

    /** Why this JVM cannot run the vector kernels, and the mend; empty if it can. */
    static Optional<String> obstacle() {
        return obstacle(
                System.getProperty("java.vm.name", ""),
                System.getProperty("java.vm.info", ""),
                ModuleLayer.boot().findModule(MODULE).isPresent());
    }

    static Optional<String> obstacle(String vmName, String vmInfo, boolean modulePresent) {
        String name = vmName.toLowerCase(Locale.ROOT);
        if (!name.contains("hotspot") && !name.contains("openjdk")) {
            return Optional.of("they need the HotSpot JVM but found " + vmName);
        }
        if (vmInfo.contains("interpreted") || vmInfo.contains("emulated-client")) {
            return Optional.of("they need the C2 compiler but found \"" + vmInfo
                    + "\"; start the JVM without -Xint, -client and -XX:TieredStopAtLevel");
        }
        if (!modulePresent) {
            return Optional.of("JVM started without --add-modules=" + MODULE);
        }
        return Optional.empty();
    }
}
