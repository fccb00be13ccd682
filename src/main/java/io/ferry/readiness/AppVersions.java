package io.ferry.readiness;

import io.ferry.base.VersionNumber;

/** Compares versions of the app on the two sides. */
public final class AppVersions {
    private AppVersions() {}

    /**
     * Whether the app on the target takes a dump from the source: one that is newer than the app is refused. The cloud may
     * count its versions by itself (1.0.42), and a version may be missing: what cannot be compared counts as fitting, for
     * the app itself refuses what does not.
     */
    public static boolean takesDumpOf(String onTarget, String onSource) {
        VersionNumber there = VersionNumber.parse(onTarget);
        VersionNumber here = VersionNumber.parse(onSource);
        return there == null || here == null || there.parts().getFirst() <= 1 || there.compareTo(here) >= 0;
    }
}
