package io.ferry.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ferry.base.FileContent;
import io.ferry.base.Sha256;
import io.ferry.remote.RemoteMeters.Direction;
import io.opentelemetry.context.Context;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.springframework.stereotype.Component;

/**
 * Files that move: streamed, hashed as they pass, never in memory. A download goes on where it broke off; a transfer
 * that stands still is broken off; one that ends short is a passing failure.
 */
@Component
public final class Transfers {
    private static final int LONGEST_MESSAGE = 64 * 1024;

    private final RemoteProperties properties;
    private final CredentialResolver credentials;
    private final AddressRules addresses;
    private final FailureClassifier failures;
    private final ResiliencePolicies guards;
    private final RemoteMeters meters;
    private final HttpClient http;
    private final ExecutorService threads = Context.taskWrapping(Executors.newVirtualThreadPerTaskExecutor());

    Transfers(
            RemoteProperties properties,
            CredentialResolver credentials,
            AddressRules addresses,
            FailureClassifier failures,
            ResiliencePolicies guards,
            RemoteMeters meters,
            HttpClient http) {
        this.properties = properties;
        this.credentials = credentials;
        this.addresses = addresses;
        this.failures = failures;
        this.guards = guards;
        this.meters = meters;
        this.http = http;
    }

    /**
     * Streams what lies at an address.
     *
     * @param from its address, at the site
     * @param access whose call it is
     * @param to where to; what an earlier download left there is gone on with where the site lets it
     * @return what is there now
     * @throws RemoteFailure passing if it broke off and could not be gone on with
     * @throws UncheckedIOException if {@code to} could not be written
     */
    public Transferred download(URI from, Access access, Destination to) {
        properties.requireEncrypted(access.site());
        Call call = call("GET", from, false);
        Download download = new Download(call, to, bytes -> meters.passed(Direction.DOWNLOAD, bytes));
        try {
            guards.transfer(access, call, download::gained, () -> {
                watched(access, download.passed(), Long.MAX_VALUE, () -> goOn(download, from, access));
                return download;
            });
        } catch (RemoteFailure failure) {
            throw download.leaving(failure);
        }
        return download.result();
    }

    /**
     * How long a download would be. The first byte is asked for, since an address that is signed for reading answers to
     * nothing else.
     *
     * @param from its address, at the site
     * @param access whose call it is
     * @throws RemoteFailure if the site does not answer with a length
     */
    public long length(URI from, Access access) {
        properties.requireEncrypted(access.site());
        Call call = call("GET", from, false);
        return guards.repeat(access, call, () -> {
            HttpRequest request = request(from, access)
                    .timeout(properties.readTimeout())
                    .header("Range", "bytes=0-0")
                    .GET()
                    .build();
            try (RemoteMeters.Try measured = meters.call(access, "GET")) {
                HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
                measured.answered(response.statusCode());
                try (InputStream body = response.body()) {
                    requireSuccess(call, response.statusCode(), response, body);
                }
                return Download.wholeLength(response)
                        .orElseThrow(() -> RemoteFailure.lasting(
                                call.siteName() + " does not say how long the file is.",
                                "Put the file where its length is known, or upload it in another way."));
            }
        });
    }

    /**
     * Sends a file as the body of a POST, with its length.
     *
     * @param to the address, at the site
     * @param access whose call it is
     * @param file what to send
     * @param answer the form of the JSON that the site answers with
     * @throws OutcomeUnknownException if the whole file was sent and no answer came
     * @throws RemoteFailure passing if it broke off before that
     */
    public <T> Uploaded<T> upload(URI to, Access access, FileContent file, Class<T> answer) {
        properties.requireEncrypted(access.site());
        long length = lengthOf(file);
        Hashing hashing = new Hashing(bytes -> meters.passed(Direction.UPLOAD, bytes));
        Call sent = call("POST", to, true);
        // Until the last byte is out, the site cannot have taken the file: safe to try again.
        Call sending = call("POST", to, false);
        try {
            HttpResponse<InputStream> response = guards.transfer(access, sending, () -> 0, () -> {
                hashing.reset();
                try {
                    return watched(
                            access, hashing.count(), length, () -> send(to, access, file, length, hashing, sent));
                } catch (TimeoutException e) {
                    throw hashing.count().get() >= length ? failures.thrown(sent, e) : e;
                } catch (InterruptedException e) {
                    if (hashing.count().get() < length) {
                        throw e;
                    }
                    Thread.currentThread().interrupt();
                    throw FailureClassifier.unknown(sent, "was left waiting, as Ferry is being stopped");
                }
            });
            try (InputStream body = response.body()) {
                return new Uploaded<>(
                        hashing.result(), Json.MAPPER.readValue(body.readNBytes(LONGEST_MESSAGE), answer));
            }
        } catch (JsonProcessingException e) {
            throw failures.unreadable(sent, 0);
        } catch (IOException e) {
            throw failures.thrown(sent, e);
        }
    }

    /**
     * A file at its destination.
     *
     * @param transferred what passed
     * @param answer what the site said
     * @param <T> the form of the answer
     */
    public record Uploaded<T>(Transferred transferred, T answer) {}

    private Download goOn(Download download, URI from, Access access) throws IOException, InterruptedException {
        int mine = download.connect();
        HttpRequest.Builder request =
                request(from, access).timeout(properties.readTimeout()).GET();
        download.askForTheRest(request);
        try (RemoteMeters.Try measured = meters.transfer(access, Direction.DOWNLOAD)) {
            HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
            measured.answered(response.statusCode());
            try (InputStream body = response.body()) {
                if (response.statusCode() == 416) {
                    throw download.notTheRest(mine);
                }
                requireSuccess(download.call(), response.statusCode(), response, body);
                download.take(mine, response, body);
            }
        }
        return download;
    }

    private HttpResponse<InputStream> send(
            URI to, Access access, FileContent file, long length, Hashing hashing, Call sent)
            throws IOException, InterruptedException {
        HttpRequest request = request(to, access)
                .header("Content-Type", "application/octet-stream")
                .header("Accept", "application/json")
                .header("X-Atlassian-Token", "no-check")
                .POST(BodyPublishers.fromPublisher(
                        BodyPublishers.ofInputStream(() -> hashing.through(open(file))), length))
                .build();
        try (RemoteMeters.Try measured = meters.transfer(access, Direction.UPLOAD)) {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            measured.answered(response.statusCode());
            if (response.statusCode() >= 300) {
                try (InputStream body = response.body()) {
                    requireSuccess(
                            hashing.count().get() >= length ? sent : call("POST", to, false),
                            response.statusCode(),
                            response,
                            body);
                }
            }
            return response;
        } catch (IOException e) {
            if (hashing.count().get() >= length) {
                throw failures.thrown(sent, e);
            }
            throw e;
        }
    }

    /** A request as it is sent, once: the credential joins it here, if it is for this address. */
    private HttpRequest.Builder request(URI uri, Access access) {
        addresses.require(uri);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("User-Agent", "Ferry");
        access.signIn()
                .authorization(credentials, access.site().credential(), uri)
                .ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private void requireSuccess(Call call, int status, HttpResponse<?> response, InputStream body) throws IOException {
        if (status >= 400) {
            String said = new String(body.readNBytes(LONGEST_MESSAGE), StandardCharsets.UTF_8);
            throw failures.answered(call, status, response.headers(), said);
        }
        if (status >= 300) {
            throw failures.redirected(
                    call, status, response.headers().firstValue("Location").orElse(null));
        }
    }

    /** Runs a transfer, and breaks it off when nothing has passed for a while; waits longer for the answer to it all. */
    private <T> T watched(Access access, AtomicLong passed, long whole, Callable<T> transfer) throws Exception {
        Future<T> running = threads.submit(transfer);
        Duration answerWithin = access.answerWithin() == null ? properties.readTimeout() : access.answerWithin();
        try {
            while (true) {
                long before = passed.get();
                boolean waitsForAnswer = before == 0 || before >= whole;
                Duration patience = waitsForAnswer ? answerWithin : properties.stallTimeout();
                try {
                    return running.get(patience.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (passed.get() == before) {
                        throw e;
                    }
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (CancellationException e) {
            throw new TimeoutException();
        } finally {
            running.cancel(true);
        }
    }

    private static Call call(String method, URI uri, boolean changes) {
        return new Call(uri.getRawAuthority(), method + " " + Masking.mask(uri.getRawPath()), changes);
    }

    private static long lengthOf(FileContent file) {
        try {
            return file.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(FileContent file) {
        try {
            return file.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Counts and hashes what is read through it. */
    private static final class Hashing {
        private final LongConsumer passing;
        private final AtomicLong count = new AtomicLong();
        private final MessageDigest digest = Sha256.start();

        /** @param passing is told how many bytes have just passed */
        Hashing(LongConsumer passing) {
            this.passing = passing;
        }

        AtomicLong count() {
            return count;
        }

        void reset() {
            count.set(0);
            digest.reset();
        }

        Transferred result() {
            return new Transferred(count.get(), Sha256.text(digest));
        }

        InputStream through(InputStream in) {
            return new FilterInputStream(in) {
                @Override
                public int read() throws IOException {
                    int read = super.read();
                    if (read >= 0) {
                        digest.update((byte) read);
                        count.incrementAndGet();
                        passing.accept(1);
                    }
                    return read;
                }

                @Override
                public int read(byte[] buffer, int offset, int length) throws IOException {
                    int read = super.read(buffer, offset, length);
                    if (read > 0) {
                        digest.update(buffer, offset, read);
                        count.addAndGet(read);
                        passing.accept(read);
                    }
                    return read;
                }
            };
        }
    }
}
