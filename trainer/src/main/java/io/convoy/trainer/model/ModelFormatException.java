package io.convoy.trainer.model;

import java.io.IOException;

/** A model file is not what it should be; the message names the file, the fault and the mend in one line. */
public final class ModelFormatException extends IOException {

    private static final long serialVersionUID = 1;

    ModelFormatException(String source, String fault) {
        super(source + ": " + fault + "; restore the file or train the model again");
    }
}
