package io.convoy.trainer.network;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A network that cannot be; the message leads through the tree to the fault: {@code stage2 / block1 / shortcut: …}. */
public final class NetworkException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /** One step down the tree: a name that somebody gave, or where a layer without a name stands. */
    private record Place(String label, boolean named) implements Serializable {}

    private final ArrayList<Place> path;
    private final String fault;

    private NetworkException(List<Place> path, String fault, @Nullable Throwable cause) {
        super(message(path, fault), cause);
        this.path = new ArrayList<>(path);
        this.fault = fault;
    }

    NetworkException(String fault) {
        this(List.of(), fault, null);
    }

    /**
     * The same fault, seen from outside of a layer: from its name, or without one from its place, such as "layer 3",
     * which is left out where a name follows.
     */
    static NetworkException in(Layer layer, String place, RuntimeException fault) {
        if (layer instanceof Layer.Named named && !named.name().isEmpty()) {
            return prepend(new Place(named.name(), true), fault);
        }
        return fault instanceof NetworkException inner
                        && !inner.path.isEmpty()
                        && inner.path.get(0).named()
                ? inner
                : prepend(new Place(place, false), fault);
    }

    private static NetworkException prepend(Place place, RuntimeException fault) {
        var path = new ArrayList<Place>();
        path.add(place);
        if (fault instanceof NetworkException inner) {
            path.addAll(inner.path);
            return new NetworkException(path, inner.fault, inner.getCause());
        }
        var message = fault instanceof ArithmeticException // Java's own words would be "integer overflow"
                ? "makes it too large: its sizes exceed 2³¹; take smaller ones"
                : String.valueOf(fault.getMessage());
        return new NetworkException(path, message, fault);
    }

    private static String message(List<Place> path, String fault) {
        return path.isEmpty()
                ? fault
                : String.join(" / ", path.stream().map(Place::label).toList()) + ": " + fault;
    }
}
