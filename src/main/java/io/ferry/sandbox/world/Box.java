package io.ferry.sandbox.world;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A box of the app, in the form of the public interface (facts/bigpicture.md, documented). Dates are {@code yyyy-MM-dd}. */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Box(
        String boxId,
        @Nullable String boxStatus,
        String boxTypeId,
        String boxName,
        @Nullable String boxStartDate,
        @Nullable String boxEndDate,
        boolean boxArchived,
        @Nullable String boxDescription,
        @Nullable String boxIcon,
        List<Box> boxChildren) {
    public Box {
        boxChildren = List.copyOf(boxChildren);
    }

    /** @return this box and all beneath it */
    public Stream<Box> all() {
        return Stream.concat(Stream.of(this), boxChildren.stream().flatMap(Box::all));
    }

    Box with(Box child) {
        List<Box> children = new ArrayList<>(boxChildren);
        children.add(child);
        return withChildren(children);
    }

    Box without(List<String> boxIds) {
        return withChildren(boxChildren.stream()
                .filter(child -> !boxIds.contains(child.boxId))
                .map(child -> child.without(boxIds))
                .toList());
    }

    Box named(String name) {
        return new Box(
                boxId,
                boxStatus,
                boxTypeId,
                name,
                boxStartDate,
                boxEndDate,
                boxArchived,
                boxDescription,
                boxIcon,
                boxChildren);
    }

    /** The same box with its first child replaced. */
    Box withFirstChild(Box child) {
        List<Box> children = new ArrayList<>(boxChildren);
        children.set(0, child);
        return withChildren(children);
    }

    private Box withChildren(List<Box> children) {
        return new Box(
                boxId,
                boxStatus,
                boxTypeId,
                boxName,
                boxStartDate,
                boxEndDate,
                boxArchived,
                boxDescription,
                boxIcon,
                children);
    }
}
