package io.convoy.spark.round;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/**
 * Kryo 4 for records: it would set their final fields, which Java forbids, so this calls the canonical constructor. The
 * components' declared types must be final classes.
 */
final class RecordSerializer<T extends Record> extends Serializer<T> {

    private final RecordComponent[] components;
    private final Constructor<T> constructor;

    RecordSerializer(Class<T> type) {
        super(false, true);
        components = type.getRecordComponents();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " has no canonical constructor", e);
        }
        for (var component : components) {
            component.getAccessor().setAccessible(true);
        }
    }

    @Override
    public void write(Kryo kryo, Output output, T value) {
        for (var component : components) {
            try {
                kryo.writeObjectOrNull(output, component.getAccessor().invoke(value), component.getType());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
        }
    }

    @Override
    public T read(Kryo kryo, Input input, Class<T> type) {
        var values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = kryo.readObjectOrNull(input, components[i].getType());
        }
        try {
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + type, e);
        }
    }
}
