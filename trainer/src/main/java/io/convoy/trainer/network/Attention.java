package io.convoy.trainer.network;

/** What a residual block looks at before its sum. */
public enum Attention {
    NONE,
    /** Squeeze and excitation: scales channels. */
    SE,
    /** Convolutional block attention: scales channels, then places. */
    CBAM;

    /** @param reduction how many times fewer channels there are in the middle */
    Layer layer(int channels, int reduction) {
        return switch (this) {
            case NONE -> Sequence.identity();
            case SE -> Blocks.squeezeExcite(channels, reduction);
            case CBAM -> Blocks.cbam(channels, reduction);
        };
    }
}
