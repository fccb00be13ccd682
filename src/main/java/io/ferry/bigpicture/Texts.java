package io.ferry.bigpicture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Absent parts of answers. */
final class Texts {
    private Texts() {}

    static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    static <T> List<T> list(@Nullable List<T> value) {
        return value == null ? List.of() : value;
    }

    static int percent(@Nullable Integer value) {
        return value == null ? 0 : Math.clamp(value, 0, 100);
    }
}
