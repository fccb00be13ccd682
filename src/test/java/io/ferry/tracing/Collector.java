package io.ferry.tracing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Takes spans by OTLP over HTTP, and reads them by the numbers of the fields in OpenTelemetry's {@code trace.proto}. */
final class Collector implements AutoCloseable {
    private final HttpServer server;
    private final List<byte[]> bodies = new CopyOnWriteArrayList<>();

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            try (exchange) {
                bodies.add(exchange.getRequestBody().readAllBytes());
                exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
    }

    /** A span; {@code failed} is its status, {@code rest} counts its events and links. */
    record Received(
            String trace,
            String id,
            String parent,
            String state,
            String name,
            Map<String, String> attributes,
            boolean failed,
            String message,
            int rest) {}

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    /** All that came, as text in which names can be looked for. */
    String text() {
        StringBuilder all = new StringBuilder();
        bodies.forEach(body -> all.append(new String(body, StandardCharsets.ISO_8859_1)));
        return all.toString();
    }

    List<Received> spans() {
        return bodies.stream()
                .map(Collector::parsed)
                .flatMap(request -> parts(request, 1))
                .flatMap(resource -> parts(resource, 2))
                .flatMap(scope -> parts(scope, 2))
                .map(Collector::span)
                .toList();
    }

    private static Received span(UnknownFieldSet span) {
        Map<String, String> attributes = new HashMap<>();
        parts(span, 9)
                .forEach(pair -> attributes.put(
                        text(pair, 1), text(parts(pair, 2).findFirst().orElseThrow(), 1)));
        List<UnknownFieldSet> status = parts(span, 15).toList();
        return new Received(
                hex(span, 1),
                hex(span, 2),
                hex(span, 4),
                text(span, 3),
                text(span, 5),
                attributes,
                status.stream()
                        .anyMatch(each -> each.getField(3).getVarintList().contains(2L)),
                status.stream().map(each -> text(each, 2)).findFirst().orElse(""),
                (int) (parts(span, 11).count() + parts(span, 13).count()));
    }

    private static Stream<UnknownFieldSet> parts(UnknownFieldSet from, int field) {
        return from.getField(field).getLengthDelimitedList().stream().map(bytes -> parsed(bytes.toByteArray()));
    }

    private static String text(UnknownFieldSet from, int field) {
        return bytes(from, field).toStringUtf8();
    }

    private static String hex(UnknownFieldSet from, int field) {
        return HexFormat.of().formatHex(bytes(from, field).toByteArray());
    }

    private static ByteString bytes(UnknownFieldSet from, int field) {
        return from.getField(field).getLengthDelimitedList().stream()
                .findFirst()
                .orElse(ByteString.EMPTY);
    }

    private static UnknownFieldSet parsed(byte[] bytes) {
        try {
            return UnknownFieldSet.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
