package io.ferry.assess;

/** The source does not answer, or lets Ferry look at nothing: there is nothing to assess. */
public final class AssessmentFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AssessmentFailed(String what, String whatToDo) {
        super(Shown.line(what) + " " + Shown.line(whatToDo));
    }
}
