package io.convoy.spark.round;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** The options that the vector kernels need: their module, and what lets C2 keep vectors in registers. */
final class JvmOptions {

    private static final String VECTOR = "jdk.incubator.vector";

    private static final Map<String, String> WANTED = new LinkedHashMap<>();

    static {
        WANTED.put("PerMethodTrapLimit", "10000");
        WANTED.put("UseFPUForSpilling", "false");
        WANTED.put("UseCountedLoopSafepoints", "true");
        WANTED.put("LoopStripMiningIter", "1000");
    }

    private static final String MISSING = find();

    private JvmOptions() {}

    /** Those that this JVM was started without, as its command line takes them; empty if none is missing. */
    static String missing() {
        return MISSING;
    }

    private static String find() {
        var hotSpot = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        var missing = new ArrayList<String>();
        if (ModuleLayer.boot().findModule(VECTOR).isEmpty()) {
            missing.add("--add-modules=" + VECTOR);
        }
        if (hotSpot != null) {
            WANTED.forEach((name, value) -> {
                if (!has(hotSpot, name, value)) {
                    missing.add(option(name, value));
                }
            });
        }
        return String.join(" ", missing);
    }

    /** An option that this JVM does not know is none that it misses. */
    private static boolean has(HotSpotDiagnosticMXBean hotSpot, String name, String value) {
        try {
            return hotSpot.getVMOption(name).getValue().equals(value);
        } catch (IllegalArgumentException unknown) {
            return true;
        }
    }

    private static String option(String name, String value) {
        return switch (value) {
            case "true" -> "-XX:+" + name;
            case "false" -> "-XX:-" + name;
            default -> "-XX:" + name + "=" + value;
        };
    }
}
