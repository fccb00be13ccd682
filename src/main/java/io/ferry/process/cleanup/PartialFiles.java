package io.ferry.process.cleanup;

import io.ferry.artifact.Downloads;
import io.ferry.artifact.IncomingFile;
import io.ferry.artifact.IncomingFiles;
import io.ferry.process.common.NoVariables;
import io.ferry.process.common.Step;
import org.springframework.stereotype.Component;

/** What Ferry has fetched, and what people have uploaded, only in part. */
@Component
class PartialFiles {
    private final Downloads downloads;
    private final IncomingFiles incomingFiles;

    PartialFiles(Downloads downloads, IncomingFiles incomingFiles) {
        this.downloads = downloads;
        this.incomingFiles = incomingFiles;
    }

    /** Removes it; whole files are kept. */
    NoVariables remove(Step step) {
        downloads.removeHalfMade(step.id().value());
        incomingFiles.list().stream()
                .filter(incoming -> incoming.owner().equals(step.id().value()))
                .filter(incoming -> incomingFiles.received(incoming.id()) < incoming.bytes())
                .map(IncomingFile::id)
                .forEach(incomingFiles::discard);
        return new NoVariables();
    }
}
