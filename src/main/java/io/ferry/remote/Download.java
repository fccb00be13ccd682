package io.ferry.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A download under way, over as many connections as it takes. Where the site names the version of the content (a strong
 * ETag) and offers ranges, it asks for the rest only; where not, it lets the content pass again and checks that its
 * beginning is the same as before.
 */
final class Download {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

    /** Longer than any pause inside a call, so that the failure goes up and the caller begins with an empty file. */
    private static final Duration START_AGAIN = Duration.ofHours(1);

    private final Call call;
    private final OutputStream out;
    private final AtomicLong passed = new AtomicLong();
    private volatile long received;
    private volatile boolean changed;
    private final MessageDigest digest = Sha256.start();
    private long length = -1;
    private @Nullable String version;
    private boolean offersRanges;

    Download(Call call, OutputStream out) {
        this.call = call;
        this.out = out;
    }

    Call call() {
        return call;
    }

    /** How many bytes came so far, those counted that came twice: it grows while the connection lives. */
    AtomicLong passed() {
        return passed;
    }

    Transferred result() {
        return new Transferred(received, Sha256.text(digest));
    }

    void askForTheRest(HttpRequest.Builder request) {
        if (received > 0 && offersRanges && version != null) {
            request.header("Range", "bytes=" + received + "-").header("If-Range", version);
        }
    }

    /** The length of the whole content, as a part of it or all of it tells. */
    static OptionalLong wholeLength(HttpResponse<?> response) {
        if (response.statusCode() != 206) {
            return response.headers().firstValueAsLong("Content-Length");
        }
        Matcher range = CONTENT_RANGE.matcher(
                response.headers().firstValue("Content-Range").orElse(""));
        return range.matches() && !range.group(2).equals("*")
                ? OptionalLong.of(Long.parseLong(range.group(2)))
                : OptionalLong.empty();
    }

    void take(HttpResponse<InputStream> response, InputStream body) throws IOException {
        boolean rest = response.statusCode() == 206;
        long begin = 0;
        if (rest) {
            Matcher range = CONTENT_RANGE.matcher(
                    response.headers().firstValue("Content-Range").orElse(""));
            // Not every store heeds If-Range.
            boolean sameVersion = response.headers()
                    .firstValue("ETag")
                    .map(tag -> tag.equals(version))
                    .orElse(true);
            if (!range.matches() || Long.parseLong(range.group(1)) != received || !sameVersion) {
                throw changedMeanwhile();
            }
            begin = received;
        } else {
            version = response.headers()
                    .firstValue("ETag")
                    .filter(tag -> !tag.startsWith("W/"))
                    .orElse(null);
            offersRanges = response.headers()
                    .firstValue("Accept-Ranges")
                    .filter(unit -> unit.contains("bytes"))
                    .isPresent();
        }
        OptionalLong announced = response.headers().firstValueAsLong("Content-Length");
        if (announced.isPresent()) {
            long whole = begin + announced.getAsLong();
            if (length >= 0 && length != whole) {
                throw changedMeanwhile();
            }
            length = whole;
        }
        if (!rest && received > 0) {
            passAgain(body);
        }
        copy(body);
        if (length >= 0 && received != length) {
            throw tooShort();
        }
    }

    private void copy(InputStream body) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        int read;
        while ((read = body.read(buffer)) >= 0) {
            // What the own disk refuses is no failure of the site, and must not be tried again as one.
            try {
                out.write(buffer, 0, read);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            digest.update(buffer, 0, read);
            received += read;
            passed.addAndGet(read);
        }
    }

    private void passAgain(InputStream body) throws IOException {
        MessageDigest again = Sha256.start();
        byte[] buffer = new byte[64 * 1024];
        long left = received;
        while (left > 0) {
            int read = body.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw tooShort();
            }
            again.update(buffer, 0, read);
            passed.addAndGet(read);
            left -= read;
        }
        if (!Sha256.text(again).equals(Sha256.text(digest))) {
            throw changedMeanwhile();
        }
    }

    /** The failure as the caller gets it: no site has asked for the pause that kept it from being tried again in here. */
    RemoteFailure leaving(RemoteFailure failure) {
        return changed ? failure.notBefore(null) : failure;
    }

    private RemoteFailure tooShort() {
        return RemoteFailure.passing(
                call.siteName() + " sent " + received + " of " + length + " bytes (" + call.what() + ").",
                "Ferry tries again; if it stays so, look at proxies in between and at the site's log.");
    }

    /** Not to be gone on with: what was written so far belongs to other content. The whole download begins anew. */
    RemoteFailure changedMeanwhile() {
        changed = true;
        return RemoteFailure.passing(
                        "The content changed at " + call.siteName() + " while it was being fetched (" + call.what()
                                + ").",
                        "Ferry fetches it again from the beginning; make sure that nobody changes it there.")
                .notBefore(START_AGAIN);
    }
}
