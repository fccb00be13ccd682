package io.ferry.base;

import java.util.stream.Stream;

/** Forms of an e-mail address that every place that masks must know; each has “ann” in it. */
public final class AddressForms {
    private AddressForms() {}

    /** For {@code @MethodSource}. */
    public static Stream<String> all() {
        return Stream.of("ann@x.example", "ann@intranet", "ann%40x.example", "\"ann b\"@x.example", "ann@[192.0.2.7]");
    }
}
