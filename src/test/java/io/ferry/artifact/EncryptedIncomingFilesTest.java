package io.ferry.artifact;

/** All that {@link IncomingFilesTest} asks for, with files that are encrypted. */
class EncryptedIncomingFilesTest extends IncomingFilesTest {
    @Override
    ArtifactKeys keys() {
        return Keys.of(1);
    }
}
