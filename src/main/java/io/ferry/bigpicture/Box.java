package io.ferry.bigpicture;

import java.util.ArrayList;
import java.util.List;

/**
 * A box with those inside it.
 *
 * @param id such as {@code PROG-651}; the outermost is {@code ROOT}
 * @param name its name
 * @param type its type's id
 * @param status its status; may be empty
 * @param startDate its first day, as the app writes it; may be empty
 * @param endDate its last day; may be empty
 * @param archived whether it is archived
 * @param children the boxes directly inside
 */
public record Box(
        String id,
        String name,
        String type,
        String status,
        String startDate,
        String endDate,
        boolean archived,
        List<Box> children) {
    /** The id of the outermost box. */
    public static final String ROOT = "ROOT";

    /** Copies the list. */
    public Box {
        children = List.copyOf(children);
    }

    /** This box (unless it is the root) and all inside it, outer ones first. */
    public List<Box> all() {
        List<Box> all = new ArrayList<>();
        collect(all);
        return all;
    }

    private void collect(List<Box> into) {
        if (!id.equals(ROOT)) {
            into.add(this);
        }
        children.forEach(child -> child.collect(into));
    }
}
