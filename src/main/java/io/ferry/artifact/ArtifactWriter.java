package io.ferry.artifact;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the content of a file that is being stored. */
@FunctionalInterface
public interface ArtifactWriter {

    /** @param out where to; need not be closed */
    void writeTo(OutputStream out) throws IOException;
}
