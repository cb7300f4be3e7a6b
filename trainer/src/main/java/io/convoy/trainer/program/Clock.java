package io.convoy.trainer.program;

/** The order of a step, forward, loss and backward, in ticks: one for each node and direction. */
record Clock(Schedule schedule, int nodes) {

    int forward(int node) {
        return node;
    }

    int loss() {
        return nodes;
    }

    int backward(int node) {
        return 2 * nodes - node;
    }

    /** After the step, when predictions are read. */
    int end() {
        return 2 * nodes + 1;
    }

    /** When the segment that runs at a tick begins with its first block. */
    int begin(int tick) {
        if (tick < nodes) {
            return forward(schedule.of(tick).from());
        }
        return isBackward(tick) ? backward(schedule.of(2 * nodes - tick).to() - 1) : tick;
    }

    /** When the segment that runs at a tick ends with its last block. */
    int finish(int tick) {
        if (tick < nodes) {
            return forward(schedule.of(tick).to() - 1);
        }
        return isBackward(tick) ? backward(schedule.of(2 * nodes - tick).from()) : tick;
    }

    private boolean isBackward(int tick) {
        return tick > loss() && tick < end();
    }
}
