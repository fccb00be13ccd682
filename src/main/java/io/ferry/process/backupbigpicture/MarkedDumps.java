package io.ferry.process.backupbigpicture;

import io.ferry.bigpicture.Dump;
import io.ferry.bigpicture.Dumps;
import io.ferry.process.common.Step;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds Ferry's dump by the mark in its description. */
final class MarkedDumps {
    private MarkedDumps() {}

    static Optional<Dump> find(Dumps dumps, String mark) {
        return dumps.list().stream()
                .filter(dump -> dump.description().contains(mark))
                .findFirst();
    }

    /** The mark that the worker of “Create dump” left in the process. */
    static String markOf(Step step) {
        @Nullable String mark = step.text("dumpMark");
        if (mark == null) {
            throw new IllegalStateException("The process has no variable dumpMark");
        }
        return mark;
    }
}
