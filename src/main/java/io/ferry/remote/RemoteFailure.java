package io.ferry.remote;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A call to a remote site did not succeed, and it is known that it changed nothing, or that nothing was to be changed.
 * The message says what happened and what the operator does next; it carries no credential and no e-mail address.
 */
public final class RemoteFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What a failure means for the caller. */
    public enum Kind {
        /** Passes by itself: try again later, with growing pauses. */
        PASSING,
        /** Stays until somebody repairs something: an incident. */
        LASTING,
        /** The site refuses as it was built to: a BPMN error, a person decides. */
        BY_DESIGN
    }

    private final Kind kind;
    private final String title;
    private final String whatToDo;
    private final int httpStatus;
    private final @Nullable String remoteMessage;
    private final @Nullable Duration retryAfter;
    private final boolean expected;

    private RemoteFailure(
            Kind kind,
            String title,
            String whatToDo,
            int httpStatus,
            @Nullable String remoteMessage,
            @Nullable Duration retryAfter,
            boolean expected) {
        super(title + (remoteMessage == null ? "" : " The site says: \"" + remoteMessage + "\".") + " " + whatToDo);
        this.kind = kind;
        this.title = title;
        this.whatToDo = whatToDo;
        this.httpStatus = httpStatus;
        this.remoteMessage = remoteMessage;
        this.retryAfter = retryAfter;
        this.expected = expected;
    }

    /** A failure that passes by itself. Texts must hold no secret; see {@link Masking}. */
    public static RemoteFailure passing(String title, String whatToDo) {
        return new RemoteFailure(Kind.PASSING, title, whatToDo, 0, null, null, false);
    }

    /** A failure that passes by itself and belongs to how things go: no reason to warn anybody at its first tries. */
    public static RemoteFailure expected(String title, String whatToDo) {
        return new RemoteFailure(Kind.PASSING, title, whatToDo, 0, null, null, true);
    }

    /** A failure that stays until somebody repairs something. */
    public static RemoteFailure lasting(String title, String whatToDo) {
        return new RemoteFailure(Kind.LASTING, title, whatToDo, 0, null, null, false);
    }

    /** A refusal by design. */
    public static RemoteFailure byDesign(String title, String whatToDo) {
        return new RemoteFailure(Kind.BY_DESIGN, title, whatToDo, 0, null, null, false);
    }

    RemoteFailure withStatus(int status) {
        return new RemoteFailure(kind, title, whatToDo, status, remoteMessage, retryAfter, expected);
    }

    RemoteFailure saying(@Nullable String message) {
        return new RemoteFailure(kind, title, whatToDo, httpStatus, message, retryAfter, expected);
    }

    /** The same failure in words of somebody who knows more about the call. Texts must hold no secret; see {@link Masking}. */
    public RemoteFailure inOtherWords(String clearerTitle, String clearerWhatToDo) {
        return new RemoteFailure(kind, clearerTitle, clearerWhatToDo, httpStatus, remoteMessage, retryAfter, expected);
    }

    /** The same failure, asking to be left alone for a while. */
    public RemoteFailure notBefore(@Nullable Duration pause) {
        return new RemoteFailure(kind, title, whatToDo, httpStatus, remoteMessage, pause, expected);
    }

    /** Whether it passes, lasts, or is meant. */
    public Kind kind() {
        return kind;
    }

    /** Whether a later try may succeed without anybody doing anything. */
    public boolean isPassing() {
        return kind == Kind.PASSING;
    }

    /** Whether it belongs to how things go. */
    public boolean isExpected() {
        return expected;
    }

    /** One sentence: what happened, at which site. */
    public String title() {
        return title;
    }

    /** One or two sentences: what the operator does next. */
    public String whatToDo() {
        return whatToDo;
    }

    /** The HTTP status, if the site answered. */
    public OptionalInt httpStatus() {
        return httpStatus == 0 ? OptionalInt.empty() : OptionalInt.of(httpStatus);
    }

    /** Whether the site answered with this status. */
    public boolean hasStatus(int status) {
        return httpStatus == status;
    }

    /** Whether the site does not offer the call: 404, 405, 410 or 501. */
    public boolean isNotOffered() {
        return hasStatus(404) || hasStatus(405) || hasStatus(410) || hasStatus(501);
    }

    /**
     * Whether the site knows the token and says that its scopes do not cover the call: Atlassian's gateway answers 401 with
     * these words (seen at third parties; not documented).
     */
    public boolean isOfScope() {
        return (hasStatus(401) || hasStatus(403))
                && remoteMessage != null
                && remoteMessage.toLowerCase(Locale.ROOT).contains("scope");
    }

    /** Whether the site offers the call and refuses what was asked. */
    public boolean isRefusal() {
        return kind() == Kind.BY_DESIGN && !isNotOffered();
    }

    /** Why, in the site's words where it has any. */
    public String reason() {
        return remoteMessage().orElse(title());
    }

    /** What the site itself said, shortened, with addresses masked. */
    public Optional<String> remoteMessage() {
        return Optional.ofNullable(remoteMessage);
    }

    /** How long the site (or Ferry's own breaker) asks to be left alone. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
