package io.ferry.artifact;

/** All that {@link DownloadsTest} asks for, with files that are encrypted. */
class EncryptedDownloadsTest extends DownloadsTest {
    @Override
    ArtifactKeys keys() {
        return Keys.of(1);
    }
}
