package io.convoy.trainer.program;

import java.util.List;

/** An operator with what it takes and gives. */
record Node(Operator operator, List<Value> inputs, Value output) {

    Node {
        inputs = List.copyOf(inputs);
    }

    /** Of an operator that takes one. */
    Value input() {
        return inputs.get(0);
    }
}
