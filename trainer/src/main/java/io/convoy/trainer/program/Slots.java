package io.convoy.trainer.program;

import io.convoy.kernels.Lanes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives every {@link Room} an array, which it shares with rooms of other times: the largest room chooses first. */
final class Slots {

    /** The rooms of one array. */
    private record Shared(List<Room> rooms) {

        boolean isFree(Clock clock, Room room) {
            return rooms.stream()
                    .noneMatch(other ->
                            room.begin(clock) <= other.finish(clock) && other.begin(clock) <= room.finish(clock));
        }
    }

    private Slots() {}

    static Map<Room, Slot> allot(Clock clock, int blocks, Collection<Room> rooms) {
        var arrays = new ArrayList<Shared>();
        rooms.stream()
                .filter(Room::isUsed)
                .sorted(Comparator.comparingInt((Room room) -> -length(clock, blocks, room)))
                .forEach(room -> arrays.stream()
                        .filter(array -> array.isFree(clock, room))
                        .findFirst()
                        .orElseGet(() -> add(arrays))
                        .rooms()
                        .add(room));
        var slots = new HashMap<Room, Slot>();
        for (var shared : arrays) {
            var array = new float[length(clock, blocks, shared.rooms().get(0))];
            for (var room : shared.rooms()) {
                int first = room.isTakenWhole() ? 0 : Lanes.FIRST;
                int stride = room.isForAllBlocks(clock) ? room.size() * Lanes.COUNT : 0;
                slots.put(room, new Slot(array, first, stride));
            }
        }
        return slots;
    }

    private static Shared add(List<Shared> arrays) {
        var added = new Shared(new ArrayList<>());
        arrays.add(added);
        return added;
    }

    private static int length(Clock clock, int blocks, Room room) {
        int inBlocks = room.isForAllBlocks(clock) ? blocks : 1;
        return Math.addExact(Lanes.FIRST, Math.multiplyExact(Math.multiplyExact(inBlocks, Lanes.COUNT), room.size()));
    }
}
