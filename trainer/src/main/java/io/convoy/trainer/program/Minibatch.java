package io.convoy.trainer.program;

import io.convoy.kernels.Lanes;
import io.convoy.trainer.random.Draw;
import org.jspecify.annotations.Nullable;

/** Which images go through the stages, sixteen a block. One instance is used again and again. */
final class Minibatch {

    private int[] records = {};
    private int[] order = {};
    private int from;
    private int images;
    private @Nullable Draw draw;

    /**
     * @param records of a shard, of which {@code order[from]} to {@code order[from + images − 1]} go through
     * @param draw of what is dropped; null for nothing
     */
    void set(int[] records, int[] order, int from, int images, @Nullable Draw draw) {
        this.records = records;
        this.order = order;
        this.from = from;
        this.images = images;
        this.draw = draw;
    }

    int images() {
        return images;
    }

    int blocks() {
        return Lanes.blocks(images);
    }

    /** Of a block. */
    int images(int block) {
        return Math.min(Lanes.COUNT, images - block * Lanes.COUNT);
    }

    boolean drops() {
        return draw != null;
    }

    /** Overwrites the keys of a dropout layer for all blocks, see {@link Draw#keys}, if anything is dropped. */
    void drawKeys(int layer, int[] keys) {
        for (int block = 0; draw != null && block < blocks(); block++) {
            int first = from + block * Lanes.COUNT;
            draw.keys(layer, records, order, first, images(block), keys, DropoutStage.keys(block));
        }
    }
}
