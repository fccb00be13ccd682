package io.ferry.process.model;

import io.ferry.remote.Masking;

/**
 * What went wrong, as a person reads it on top of a form: the process variable {@code problem}.
 *
 * @param code which kind of problem, in capitals, the same words as the BPMN error's code or finer
 * @param title one sentence: what happened
 * @param detail what is known about it; addresses and credentials are masked
 * @param whatToDo what the reader can do next
 */
public record Problem(String code, String title, String detail, String whatToDo) {
    /** The name of the process variable. */
    public static final String VARIABLE = "problem";

    public Problem {
        if (code.isBlank() || title.isBlank()) {
            throw new IllegalArgumentException("A problem needs a code and a title");
        }
        // What a site said may hold anything; process variables are shown to everyone who may look into Operate.
        title = Masking.mask(title);
        detail = Masking.mask(detail);
    }
}
