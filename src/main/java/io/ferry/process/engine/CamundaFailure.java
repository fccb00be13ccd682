package io.ferry.process.engine;

import io.camunda.client.CamundaClientConfiguration;
import io.camunda.client.api.command.ClientHttpException;
import io.camunda.client.api.command.ClientStatusException;
import io.camunda.client.api.command.ProblemException;
import io.ferry.remote.RemoteFailure;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why Camunda did not do what its client was asked: the one place that reads the client's exceptions, be they gRPC's or
 * those of the REST interface.
 *
 * @param kind what it means for the caller
 * @param what what happened, with the address; without a full stop at its end
 * @param whatToDo one sentence: what the operator does next
 * @param nothingHappened whether it is known that Camunda did not do it
 */
public record CamundaFailure(Kind kind, String what, String whatToDo, boolean nothingHappened) {
    private static final String RUNS = "See whether it runs and whether camunda.client.%s is right.";
    private static final String SIGN_IN = "Check camunda.client.auth.*, which says how Ferry signs in.";
    private static final String PERMISSIONS = "Give Ferry's user or client the permissions that docs/camunda.md names.";
    private static final String LOG = "See what Camunda's own log says.";

    /** What a failure means for the caller. */
    public enum Kind {
        /** There is no such thing in the engine. */
        NOT_FOUND,
        /** It is there already. */
        ALREADY_THERE,
        /** It is not in the state that this needs: a job, for instance, that is not worked on any more. */
        WRONG_STATE,
        /** Anything else, be it a no, silence or a broken connection. */
        OTHER
    }

    /**
     * What it means for the caller.
     *
     * @param failure what the client threw, or what a future of it ended with
     */
    public static Kind kindOf(Throwable failure) {
        return codeOf(failure)
                .map(code -> switch (code) {
                    case NOT_FOUND -> Kind.NOT_FOUND;
                    case ALREADY_EXISTS -> Kind.ALREADY_THERE;
                    case FAILED_PRECONDITION -> Kind.WRONG_STATE;
                    default -> Kind.OTHER;
                })
                .or(() -> answerOf(failure).map(CamundaFailure::kindOf))
                .orElse(Kind.OTHER);
    }

    private static Kind kindOf(ClientHttpException answer) {
        String title = titleOf(answer);
        return switch (answer.code()) {
            case 404 -> title.equals("NOT_FOUND") ? Kind.NOT_FOUND : Kind.OTHER;
            case 409 -> title.equals("ALREADY_EXISTS") ? Kind.ALREADY_THERE : Kind.WRONG_STATE;
            default -> Kind.OTHER;
        };
    }

    /**
     * What it means, in words.
     *
     * @param failure what the client threw, or what a future of it ended with
     * @param configuration of the client
     */
    static CamundaFailure of(Throwable failure, CamundaClientConfiguration configuration) {
        Optional<SignInFailed> noToken = first(failure, SignInFailed.class);
        if (noToken.isPresent()) {
            SignInFailed why = noToken.get();
            return new CamundaFailure(Kind.OTHER, String.valueOf(why.getMessage()), why.whatToDo(), true);
        }
        String who = SignIn.inWords(configuration.getCredentialsProvider());
        return codeOf(failure)
                .map(code -> ofGrpc(code, failure, configuration.getGrpcAddress(), who))
                .or(() -> answerOf(failure).map(answer -> ofRest(answer, configuration.getRestAddress(), who)))
                .orElseGet(() -> noAnswer(failure, configuration.getRestAddress(), "rest-address"));
    }

    private static Optional<Status.Code> codeOf(Throwable failure) {
        return first(failure, ClientStatusException.class)
                .map(ClientStatusException::getStatusCode)
                .or(() -> first(failure, StatusRuntimeException.class)
                        .map(status -> status.getStatus().getCode()));
    }

    private static Optional<ClientHttpException> answerOf(Throwable failure) {
        return first(failure, ClientHttpException.class);
    }

    private static CamundaFailure ofGrpc(Status.Code code, Throwable failure, URI address, String who) {
        return switch (code) {
            case NOT_FOUND, ALREADY_EXISTS, FAILED_PRECONDITION, INVALID_ARGUMENT, OUT_OF_RANGE ->
                no(kindOf(failure), address, code.name(), LOG);
            case UNIMPLEMENTED ->
                no(
                        Kind.OTHER,
                        address,
                        code.name(),
                        "See whether camunda.client.grpc-address is Camunda's gRPC gateway.");
            case RESOURCE_EXHAUSTED -> busy(address);
            case UNAUTHENTICATED -> notLetIn(address, who, code.name());
            case PERMISSION_DENIED -> notAllowed(address, who, code.name());
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> noAnswer(failure, address, "grpc-address");
            case OK, UNKNOWN, ABORTED, INTERNAL, DATA_LOSS -> error(address, code.name());
        };
    }

    private static CamundaFailure ofRest(ClientHttpException answer, URI address, String who) {
        String status = "status " + answer.code();
        return switch (answer.code()) {
            case 401 -> notLetIn(address, who, status);
            case 403 -> notAllowed(address, who, status);
            case 404 ->
                kindOf(answer) == Kind.NOT_FOUND ? no(Kind.NOT_FOUND, address, status, LOG) : another(address, status);
            case 400, 409, 501 -> no(kindOf(answer), address, status, LOG);
            case 429 -> busy(address);
            case 500, 502, 503, 504 ->
                titleOf(answer).equals("RESOURCE_EXHAUSTED") ? busy(address) : error(address, status);
            default -> another(address, status);
        };
    }

    private static CamundaFailure another(URI address, String status) {
        return new CamundaFailure(
                Kind.OTHER,
                "What answers at " + address + " is not Camunda's v2 API (" + status + ")",
                "See whether camunda.client.rest-address is right.",
                false);
    }

    /** The engine's own answers carry its code as their title; those of a proxy or of a wrong path do not. */
    private static String titleOf(ClientHttpException answer) {
        return answer instanceof ProblemException problem && problem.details() != null
                ? String.valueOf(problem.details().getTitle())
                : "";
    }

    private static CamundaFailure no(Kind kind, URI address, String code, String whatToDo) {
        return new CamundaFailure(
                kind, "Camunda at " + address + " did not take the request (" + code + ")", whatToDo, true);
    }

    private static CamundaFailure busy(URI address) {
        return new CamundaFailure(
                Kind.OTHER,
                "Camunda at " + address + " is busy and takes nothing more right now",
                "Give it a moment.",
                true);
    }

    private static CamundaFailure notLetIn(URI address, String who, String code) {
        return new CamundaFailure(
                Kind.OTHER,
                "Camunda at " + address + " does not let Ferry in, " + who + " (" + code + ")",
                SIGN_IN,
                true);
    }

    private static CamundaFailure notAllowed(URI address, String who, String code) {
        return new CamundaFailure(
                Kind.OTHER,
                "Camunda at " + address + " does not allow Ferry, " + who + ", what it asks for (" + code + ")",
                PERMISSIONS,
                true);
    }

    private static CamundaFailure error(URI address, String code) {
        return new CamundaFailure(
                Kind.OTHER, "Camunda at " + address + " answered with an error (" + code + ")", LOG, false);
    }

    /** Of a connection that breaks nobody knows what it carried before, unless it never was. */
    private static CamundaFailure noAnswer(Throwable failure, URI address, String setting) {
        Reason reason = Reason.of(failure);
        return new CamundaFailure(
                Kind.OTHER,
                "Camunda does not answer at " + address + ": " + reason,
                reason == Reason.UNTRUSTED
                        ? "Name its certificate authority in camunda.client.ca-certificate-path, or have Java trust it."
                        : RUNS.formatted(setting),
                reason.nothingWasSent());
    }

    private static <T extends Throwable> Optional<T> first(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(20)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    /** The same for those who ask again later. */
    RemoteFailure passing() {
        return RemoteFailure.passing(what + ".", whatToDo);
    }
}
