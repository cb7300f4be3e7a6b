package io.convoy.trainer.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Models in the safetensors format (github.com/huggingface/safetensors): a header's length as 8 little-endian bytes,
 * the header in JSON, then the tensors as little-endian float32. The header's metadata holds the rest of the model.
 */
public final class ModelFile {

    private ModelFile() {}

    /** Leaves the stream open. */
    public static void write(Model model, OutputStream out) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads a file as untrusted input. Leaves the stream open.
     *
     * @param source what to call the file in messages
     * @param length of the whole file in bytes
     * @throws ModelFormatException if the file is not a whole, sound model
     */
    public static Model read(String source, InputStream in, long length) throws IOException {
        throw new UnsupportedOperationException();
    }
}
