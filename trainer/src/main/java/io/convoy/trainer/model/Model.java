package io.convoy.trainer.model;

import io.convoy.trainer.data.Normalisation;
import io.convoy.trainer.network.Network;
import java.io.Serializable;
import java.util.List;

/** A trained network with all that is needed to use it. */
@SuppressWarnings("ArrayRecordComponent")
public record Model(Network network, Normalisation normalisation, List<String> classNames, float[] parameters)
        implements Serializable {

    /** @throws IllegalArgumentException if the parts do not fit together or a parameter is not finite */
    public Model {
        classNames = List.copyOf(classNames);
        if (normalisation.channels() != network.input().channels()) {
            throw new IllegalArgumentException("normalisation has " + normalisation.channels()
                    + " channels but the network's input " + network.input().channels());
        }
        if (classNames.size() != network.classes()) {
            throw new IllegalArgumentException(
                    "expected " + network.classes() + " class names but found " + classNames.size());
        }
        if (parameters.length != network.parameterCount()) {
            throw new IllegalArgumentException(
                    "expected " + network.parameterCount() + " parameters but found " + parameters.length);
        }
        for (int i = 0; i < parameters.length; i++) {
            if (!Float.isFinite(parameters[i])) {
                throw new IllegalArgumentException("parameter " + i + " is " + parameters[i]);
            }
        }
    }
}
