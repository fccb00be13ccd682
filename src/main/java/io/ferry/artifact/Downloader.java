package io.ferry.artifact;

import java.io.IOException;

/** Fetches the content of a file. */
@FunctionalInterface
public interface Downloader {

    /** @param file where to; it may hold what an earlier try left */
    void writeTo(DownloadedFile file) throws IOException;
}
