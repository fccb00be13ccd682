package io.ferry.process.engine;

import io.camunda.client.CamundaClientConfiguration;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.command.ClientHttpException;
import io.camunda.client.api.command.ClientStatusException;
import io.camunda.client.api.command.ProblemException;
import io.ferry.remote.RemoteFailure;
import io.grpc.Status;
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
record CamundaFailure(Kind kind, String what, String whatToDo, boolean nothingHappened) {
    private static final String RUNS = "See whether it runs and whether camunda.client.%s is right.";
    private static final String SIGN_IN = "Check camunda.client.auth.*, which says how Ferry signs in.";
    private static final String PERMISSIONS = "Give Ferry's user or client the permissions that docs/camunda.md names.";
    private static final String LOG = "See what Camunda's own log says.";

    /** What a failure means for the caller. */
    enum Kind {
        /** There is no such thing in the engine. */
        NOT_FOUND,
        /** It is there already. */
        ALREADY_THERE,
        /** Anything else, be it a no, silence or a broken connection. */
        OTHER
    }

    /**
     * @param failure what the client threw
     * @param configuration of the client
     */
    static CamundaFailure of(ClientException failure, CamundaClientConfiguration configuration) {
        Optional<SignInFailed> noToken = causes(failure)
                .filter(SignInFailed.class::isInstance)
                .map(SignInFailed.class::cast)
                .findFirst();
        if (noToken.isPresent()) {
            SignInFailed why = noToken.get();
            return new CamundaFailure(Kind.OTHER, String.valueOf(why.getMessage()), why.whatToDo(), true);
        }
        String who = SignIn.inWords(configuration.getCredentialsProvider());
        return switch (failure) {
            case ClientStatusException status ->
                ofGrpc(status.getStatusCode(), status, configuration.getGrpcAddress(), who);
            case ClientHttpException answer -> ofRest(answer, configuration.getRestAddress(), who);
            default -> noAnswer(failure, configuration.getRestAddress(), "rest-address");
        };
    }

    private static CamundaFailure ofGrpc(Status.Code code, ClientStatusException failure, URI address, String who) {
        return switch (code) {
            case NOT_FOUND -> no(Kind.NOT_FOUND, address, code.name(), LOG);
            case ALREADY_EXISTS -> no(Kind.ALREADY_THERE, address, code.name(), LOG);
            case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> no(Kind.OTHER, address, code.name(), LOG);
            case UNIMPLEMENTED ->
                no(Kind.OTHER, address, code.name(), "See whether camunda.client.grpc-address is Camunda's gRPC gateway.");
            case RESOURCE_EXHAUSTED -> busy(address);
            case UNAUTHENTICATED -> notLetIn(address, who, code.name());
            case PERMISSION_DENIED -> notAllowed(address, who, code.name());
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> noAnswer(failure, address, "grpc-address");
            case OK, UNKNOWN, ABORTED, INTERNAL, DATA_LOSS -> error(address, code.name());
        };
    }

    private static CamundaFailure ofRest(ClientHttpException answer, URI address, String who) {
        String status = "status " + answer.code();
        String title = titleOf(answer);
        return switch (answer.code()) {
            case 401 -> notLetIn(address, who, status);
            case 403 -> notAllowed(address, who, status);
            case 404 -> title.equals("NOT_FOUND") ? no(Kind.NOT_FOUND, address, status, LOG) : another(address, status);
            case 409 -> no(title.equals("ALREADY_EXISTS") ? Kind.ALREADY_THERE : Kind.OTHER, address, status, LOG);
            case 400, 501 -> no(Kind.OTHER, address, status, LOG);
            case 429 -> busy(address);
            case 500, 502, 503, 504 -> title.equals("RESOURCE_EXHAUSTED") ? busy(address) : error(address, status);
            default -> another(address, status);
        };
    }

    private static CamundaFailure another(URI address, String status) {
        return new CamundaFailure(
                Kind.OTHER,
                "What answers at " + address + " is not Camunda's v2 interface (" + status + ")",
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
                Kind.OTHER, "Camunda at " + address + " is busy and takes nothing more right now", "Try again soon.", true);
    }

    private static CamundaFailure notLetIn(URI address, String who, String code) {
        return new CamundaFailure(
                Kind.OTHER, "Camunda at " + address + " does not let Ferry in, " + who + " (" + code + ")", SIGN_IN, true);
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
    private static CamundaFailure noAnswer(ClientException failure, URI address, String setting) {
        Reason reason = Reason.of(failure);
        return new CamundaFailure(
                Kind.OTHER,
                "Camunda does not answer at " + address + ": " + reason,
                reason == Reason.UNTRUSTED
                        ? "Name its certificate authority in camunda.client.ca-certificate-path, or have Java trust it."
                        : RUNS.formatted(setting),
                reason.nothingWasSent());
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(20);
    }

    /** The same for those who ask again later. */
    RemoteFailure passing() {
        return RemoteFailure.passing(what + ".", whatToDo);
    }
}
