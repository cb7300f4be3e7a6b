package io.convoy.spark.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A folder of this machine with all below it. Links are followed, but a folder that several ways lead to is listed
 * once: under its own name if it has one here.
 */
final class LocalTree {

    /**
     * A link to a folder.
     *
     * @param place where it was found
     * @param from the folder that holds it, without links
     * @param to the folder that it leads to, without links
     */
    private record Link(Path place, Path from, Path to) {}

    private final String uri;
    private final List<Path> files = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final Deque<Link> toFollow = new ArrayDeque<>();
    /** The folders in each folder, by way of links too; all without links. */
    private final Map<Path, List<Path>> folders = new HashMap<>();

    private LocalTree(String uri) {
        this.uri = uri;
    }

    /**
     * The files that are not hidden.
     *
     * @return their names in the folder, in order
     * @throws DataException if a link leads round in a circle or nowhere, or a name cannot be read in this locale
     */
    static List<String> files(String uri, Path root) throws IOException {
        var tree = new LocalTree(uri);
        tree.list(root, root.toRealPath());
        while (!tree.toFollow.isEmpty()) {
            var link = tree.toFollow.remove();
            if (!tree.folders.containsKey(link.to)) {
                tree.list(link.place, link.to);
            }
        }
        for (var link : tree.links) {
            if (tree.leads(link.to, link.from)) {
                throw tree.circle(link);
            }
        }
        return tree.files.stream()
                .map(file -> root.relativize(file).toString())
                .sorted()
                .toList();
    }

    /**
     * @param place of the folder as seen from the root, and of all below
     * @param real the same without links
     */
    private void list(Path place, Path real) throws IOException {
        record Folder(Path place, Path real) {}
        var pending = new ArrayDeque<Folder>();
        pending.add(new Folder(place, real));
        while (!pending.isEmpty()) {
            var folder = pending.remove();
            var inside = new ArrayList<Path>();
            if (folders.putIfAbsent(folder.real, inside) != null) {
                continue;
            }
            for (var entry : entries(folder.place)) {
                if (Files.isSymbolicLink(entry)) {
                    addLinked(entry, folder.real, inside);
                } else if (Files.isDirectory(entry)) {
                    var below = folder.real.resolve(entry.getFileName());
                    inside.add(below);
                    pending.add(new Folder(entry, below));
                } else {
                    files.add(entry);
                }
            }
        }
    }

    private List<Path> entries(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            var seen = entries.filter(
                            entry -> !InputFiles.isHidden(entry.getFileName().toString()))
                    .sorted()
                    .toList();
            seen.forEach(this::requireReadableName);
            return seen;
        }
    }

    private void addLinked(Path entry, Path folder, List<Path> inside) throws IOException {
        if (Files.isDirectory(entry)) {
            var link = new Link(entry, folder, entry.toRealPath());
            if (link.from.startsWith(link.to)) {
                throw circle(link);
            }
            inside.add(link.to);
            links.add(link);
            toFollow.add(link);
        } else if (Files.exists(entry)) {
            files.add(entry);
        } else if (isData(entry)) {
            throw new DataException(
                    uri, "holds the link " + entry + ", which leads nowhere or round in a circle; mend or remove it");
        }
    }

    private static boolean isData(Path entry) {
        var name = entry.getFileName().toString();
        return ImageFolder.isImage(name) || ParquetImages.isNamedSo(name);
    }

    private DataException circle(Link link) {
        return new DataException(
                uri, "holds the link " + link.place + ", which leads round in a circle to " + link.to + "; remove it");
    }

    /** Whether there is a way from one folder to another. */
    private boolean leads(Path from, Path to) {
        var reached = new HashSet<>(Set.of(from));
        var pending = new ArrayDeque<>(reached);
        while (!pending.isEmpty()) {
            var folder = pending.remove();
            if (folder.equals(to)) {
                return true;
            }
            for (var next : folders.getOrDefault(folder, List.of())) {
                if (reached.add(next)) {
                    pending.add(next);
                }
            }
        }
        return false;
    }

    /** A name whose bytes are no text in this locale would be another one, or none, when it is opened by its text. */
    private void requireReadableName(Path entry) {
        boolean same;
        try {
            same = Path.of(entry.toString()).equals(entry);
        } catch (InvalidPathException e) {
            same = false;
        }
        if (!same) {
            throw new DataException(
                    uri,
                    "holds a file whose name is no text in this locale (" + entry + ", where names are "
                            + System.getProperty("sun.jnu.encoding") + "); set LC_ALL=C.UTF-8 or rename it");
        }
    }
}
