package io.ferry.process.installbigpicture;

import org.jspecify.annotations.Nullable;

/**
 * The app in the cloud site, as the process variable {@code targetApp}.
 *
 * @param version null when it is not installed
 * @param versionFits whether it takes a dump of the source's version, as far as versions can be compared
 * @param licenceValid whether the app accepts its licence; false where the site does not tell
 * @param licenceTold whether the site tells of a licence
 */
record TargetApp(
        boolean installed, @Nullable String version, boolean versionFits, boolean licenceValid, boolean licenceTold) {}
