package io.convoy.trainer.random;

/** Independent seeds from one, by the finaliser of SplitMix64: Steele, Lea and Flood, OOPSLA 2014. */
public final class Seeds {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /** A seed that differs in about half its bits whenever {@code seed} or {@code stream} differs. */
    public static long derive(long seed, long stream) {
        long mixed = mix(seed + GOLDEN_GAMMA) + stream;
        return mix(mixed + GOLDEN_GAMMA);
    }

    private static long mix(long bits) {
        long mixed = bits;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
