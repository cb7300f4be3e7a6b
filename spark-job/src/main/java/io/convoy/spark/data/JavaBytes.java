package io.convoy.spark.data;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Objects as the bytes of Java's serialisation: what travels so needs nothing of Spark's serializer, which is the
 * application's to choose and to set up. Arrays of float go as whole blocks of bytes rather than one by one.
 */
public final class JavaBytes {

    /** An array of float on its way. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Floats(byte[] littleEndian) implements Serializable {

        static Floats of(float[] values) {
            var bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .put(values);
            return new Floats(bytes);
        }

        private Object readResolve() {
            var values = new float[littleEndian.length / Float.BYTES];
            ByteBuffer.wrap(littleEndian)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            return values;
        }
    }

    private static final class Output extends ObjectOutputStream {

        Output(OutputStream out) throws IOException {
            super(out);
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) {
            return object instanceof float[] values ? Floats.of(values) : object;
        }
    }

    private JavaBytes() {}

    public static byte[] of(Serializable object) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new Output(bytes)) {
            out.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot be serialised: " + object.getClass(), e);
        }
        return bytes.toByteArray();
    }

    /** @param bytes of such an object */
    public static <T> T read(byte[] bytes, Class<T> type) {
        InputStream in = new ByteArrayInputStream(bytes);
        try (var objects = new ObjectInputStream(in)) {
            return type.cast(objects.readObject());
        } catch (IOException e) {
            throw new UncheckedIOException("is no " + type, e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
