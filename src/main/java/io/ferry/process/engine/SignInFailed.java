package io.ferry.process.engine;

import java.io.IOException;
import java.io.Serial;

/** Ferry got no token, so nothing was sent to Camunda. The message says why, without a full stop at its end. */
final class SignInFailed extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String whatToDo;

    SignInFailed(String message, String whatToDo, Exception cause) {
        super(message, cause);
        this.whatToDo = whatToDo;
    }

    /** One sentence: what the operator does next. */
    String whatToDo() {
        return whatToDo;
    }
}
