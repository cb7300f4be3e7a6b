package io.convoy.trainer.network;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A network that cannot be; the message leads through the tree to the fault: {@code stage2 / block1 / shortcut: …}. */
public final class NetworkException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /** Places at either end of a path. */
    private static final int SHOWN = 5;

    /** One step down the tree: a name that somebody gave, or where a layer without a name stands. */
    private record Place(String label, boolean named) implements Serializable {}

    private final ArrayList<Place> path;
    private final String fault;

    private NetworkException(List<Place> path, String fault, @Nullable Throwable cause) {
        super(message(path, fault), cause);
        this.path = new ArrayList<>(path);
        this.fault = fault;
    }

    public NetworkException(String fault) {
        this(List.of(), fault, null);
    }

    static NetworkException in(Layer layer, String place, RuntimeException fault) {
        return in(layer instanceof Layer.Named named ? named.name() : "", place, fault);
    }

    /**
     * The same fault, seen from outside of a layer: from its name, or where that is empty from its place, such as
     * "layer 3", which is left out where a name follows.
     */
    public static NetworkException in(String name, String place, RuntimeException fault) {
        if (!name.isEmpty()) {
            return prepend(new Place(name, true), fault);
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
        var labels = new ArrayList<>(path.stream().map(Place::label).toList());
        if (labels.size() > 2 * SHOWN) {
            labels.subList(SHOWN, labels.size() - SHOWN).clear();
            labels.add(SHOWN, "…");
        }
        return labels.isEmpty() ? fault : String.join(" / ", labels) + ": " + fault;
    }
}
