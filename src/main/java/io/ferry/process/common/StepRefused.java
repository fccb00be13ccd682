package io.ferry.process.common;

import io.ferry.process.model.BpmnCode;
import io.ferry.process.model.Problem;
import java.io.Serial;

/**
 * A business outcome that ends a worker's step without a result: it becomes a BPMN error, whose boundary event leads to a
 * person, with the {@link Problem} that the person's form shows. No retry follows.
 */
public final class StepRefused extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final BpmnCode code;
    private final transient Problem problem;

    /**
     * @param code the BPMN error's code
     * @param problem what the person reads
     */
    public StepRefused(BpmnCode code, Problem problem) {
        super(problem.title() + " " + problem.detail());
        this.code = code;
        this.problem = problem;
    }

    /** The site refuses by design. */
    public static StepRefused refused(String title, String detail, String whatToDo) {
        return with(BpmnCode.REFUSED, title, detail, whatToDo);
    }

    /** Nobody can tell whether the site did what it was asked to do; the detail says what is known. */
    public static StepRefused outcomeUnknown(String title, String detail, String whatToDo) {
        return with(BpmnCode.OUTCOME_UNKNOWN, title, detail, whatToDo);
    }

    /** The site does not offer the call, or its endpoint is not configured. */
    public static StepRefused automationUnavailable(String title, String detail, String whatToDo) {
        return with(BpmnCode.AUTOMATION_UNAVAILABLE, title, detail, whatToDo);
    }

    /** Ferry tried as often as it may, or knows that trying helps nothing; nothing was changed by what failed. */
    public static StepRefused automationFailed(String title, String detail, String whatToDo) {
        return with(BpmnCode.AUTOMATION_FAILED, title, detail, whatToDo);
    }

    /** The file that a person uploaded cannot be taken. */
    public static StepRefused uploadedFileRefused(String title, String detail, String whatToDo) {
        return with(BpmnCode.UPLOADED_FILE_REFUSED, title, detail, whatToDo);
    }

    /** What a person confirmed does not count; the task comes back. */
    public static StepRefused confirmationNotValid(String title, String detail, String whatToDo) {
        return with(BpmnCode.CONFIRMATION_NOT_VALID, title, detail, whatToDo);
    }

    /** The migration's settings cannot be used; the detail names the fields. */
    public static StepRefused settingsRefused(String title, String detail, String whatToDo) {
        return with(BpmnCode.SETTINGS_REFUSED, title, detail, whatToDo);
    }

    private static StepRefused with(BpmnCode code, String title, String detail, String whatToDo) {
        return new StepRefused(code, new Problem(code.name(), title, detail, whatToDo));
    }

    /** The BPMN error's code. */
    public BpmnCode code() {
        return code;
    }

    /** What the person reads. */
    public Problem problem() {
        return problem;
    }
}
