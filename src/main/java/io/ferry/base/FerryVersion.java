package io.ferry.base;

import java.util.Optional;

/** Which Ferry this is. */
public final class FerryVersion {
    /** What a program says that runs from a folder of classes. */
    static final String UNPACKED = "in development";

    private FerryVersion() {}

    /** The version that the build wrote into the jar, such as {@code 1.0.0}. */
    public static String text() {
        return Optional.ofNullable(FerryVersion.class.getPackage().getImplementationVersion())
                .orElse(UNPACKED);
    }
}
