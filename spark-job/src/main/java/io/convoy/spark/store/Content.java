package io.convoy.spark.store;

import java.io.IOException;
import java.io.OutputStream;

/** What goes into a file. */
@FunctionalInterface
public interface Content {

    void writeTo(OutputStream out) throws IOException;
}
