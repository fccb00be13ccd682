package io.ferry.localengine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camunda.zeebe.process.test.engine.UserTaskCommands.Rejected;
import io.camunda.zeebe.protocol.record.RejectionType;
import io.grpc.StatusRuntimeException;

/** A request that is answered with a problem detail, as Camunda's v2 interface answers it. */
final class Problem extends RuntimeException {
    private final int status;
    private final String title;

    private Problem(int status, String title, String detail) {
        super(detail);
        this.status = status;
        this.title = title;
    }

    static Problem internal(String detail) {
        return new Problem(500, "INTERNAL", detail);
    }

    static Problem badRequest(String detail) {
        return new Problem(400, "INVALID_ARGUMENT", detail);
    }

    static Problem notFound(String what, String key) {
        return new Problem(404, "NOT_FOUND", what + " with key '" + key + "' not found");
    }

    static Problem notOffered(String what) {
        return new Problem(
                501, "UNIMPLEMENTED", "The local engine does not offer " + what + ". Camunda itself may: see its v2 API.");
    }

    static Problem unsupported(String detail) {
        return new Problem(415, "Unsupported Media Type", detail);
    }

    static Problem forbidden(String detail) {
        return new Problem(403, "FORBIDDEN", detail);
    }

    static Problem of(StatusRuntimeException failure) {
        int status =
                switch (failure.getStatus().getCode()) {
                    case INVALID_ARGUMENT, OUT_OF_RANGE -> 400;
                    case NOT_FOUND -> 404;
                    case ALREADY_EXISTS, FAILED_PRECONDITION -> 409;
                    case RESOURCE_EXHAUSTED, UNAVAILABLE -> 503;
                    case DEADLINE_EXCEEDED -> 504;
                    case UNIMPLEMENTED -> 501;
                    default -> 500;
                };
        return new Problem(
                status,
                failure.getStatus().getCode().name(),
                String.valueOf(failure.getStatus().getDescription()));
    }

    static Problem of(Rejected rejected) {
        int status =
                switch (rejected.type()) {
                    case INVALID_ARGUMENT -> 400;
                    case NOT_FOUND -> 404;
                    case ALREADY_EXISTS, INVALID_STATE -> 409;
                    case PROCESSING_ERROR -> 504;
                    default -> 500;
                };
        RejectionType type = rejected.type();
        return new Problem(status, type.name(), String.valueOf(rejected.getMessage()));
    }

    int status() {
        return status;
    }

    ObjectNode body(String path) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", getMessage())
                .put("instance", path);
    }
}
