package io.ferry.remote;

import io.ferry.base.Sha256;
import io.ferry.base.Sizes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A download under way, over as many connections as it takes. Where the site names the version of the content (a strong
 * ETag) and offers ranges, it asks for the rest only, also of what an earlier download left; where not, it lets the content
 * pass again and checks that its beginning is the same as before.
 */
final class Download {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

    /** Longer than any pause inside a call, so that the failure goes up and the caller begins anew. */
    private static final Duration START_AGAIN = Duration.ofHours(1);

    private final Call call;
    private final Destination to;
    private final LongConsumer passing;
    private final AtomicLong passed = new AtomicLong();
    private final AtomicLong gained = new AtomicLong();
    private volatile boolean changed;
    private long length = -1;
    private @Nullable String version;
    /** Whether this download has had to do with the content yet, or only an earlier one. */
    private boolean joined;

    /** Who changes anything of all this, or of what was written, has it. */
    private final ReentrantLock turn = new ReentrantLock();

    private int connection;

    /** @param passing is told how many bytes have just come */
    Download(Call call, Destination to, LongConsumer passing) {
        this.passing = passing;
        this.call = call;
        this.to = to;
        this.version = to.version();
    }

    Call call() {
        return call;
    }

    /** How many bytes came so far, those counted that came twice: it grows while the connection lives. */
    AtomicLong passed() {
        return passed;
    }

    /** How many bytes came that were not there before. */
    long gained() {
        return gained.get();
    }

    Transferred result() {
        return new Transferred(to.bytes(), to.sha256());
    }

    /** Begins with another connection: one before it that stood still, and goes on all the same, writes nothing more. */
    int connect() {
        turn.lock();
        try {
            return ++connection;
        } finally {
            turn.unlock();
        }
    }

    void askForTheRest(HttpRequest.Builder request) {
        String same = version;
        if (to.bytes() > 0 && same != null) {
            request.header("Range", "bytes=" + to.bytes() + "-").header("If-Range", same);
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

    void take(int mine, HttpResponse<InputStream> response, InputStream body) throws IOException {
        Joined as = underWay(mine, () -> join(response));
        if (as.again() > 0) {
            passAgain(mine, as, body);
        }
        copy(mine, body);
        if (length >= 0 && to.bytes() != length) {
            throw tooShort();
        }
    }

    /**
     * How an answer joins what is there.
     *
     * @param again so many bytes of it are there already and pass again
     * @param version of its content, if ranges of it can be had
     */
    private record Joined(long again, @Nullable String version) {}

    private Joined join(HttpResponse<?> response) {
        boolean rest = response.statusCode() == 206;
        String tag = rest ? version : versionOfRanges(response);
        if (rest) {
            requireTheRest(response);
        } else if (!joined) {
            begin(tag);
            version = tag;
        } else if (version != null && tag != null && !version.equals(tag)) {
            throw changedMeanwhile();
        } else if (version == null || tag == null) {
            // What is there was never compared with this version.
            version = to.bytes() > 0 ? null : tag;
        }
        joined = true;
        OptionalLong announced = announced(response);
        if (announced.isPresent()) {
            long whole = announced.getAsLong();
            if (length >= 0 && length != whole) {
                throw changedMeanwhile();
            }
            if (length < 0) {
                expect(whole);
            }
            length = whole;
        }
        return new Joined(rest ? 0 : to.bytes(), tag);
    }

    /** Does something as the connection that goes on with it: one that was given up must change nothing any more. */
    private <T> T underWay(int mine, Supplier<T> action) throws IOException {
        turn.lock();
        try {
            if (mine != connection) {
                throw new IOException("Another connection continues with it.");
            }
            return action.get();
        } finally {
            turn.unlock();
        }
    }

    private static @Nullable String versionOfRanges(HttpResponse<?> response) {
        return strongTag(response)
                .filter(tag -> response.headers()
                        .firstValue("Accept-Ranges")
                        .filter(unit -> unit.contains("bytes"))
                        .isPresent())
                .orElse(null);
    }

    /** A rest may be less than was asked for, so that its own length says how long the whole is only where nothing else does. */
    private OptionalLong announced(HttpResponse<?> response) {
        OptionalLong whole = wholeLength(response);
        if (whole.isPresent()) {
            return whole;
        }
        OptionalLong part = response.headers().firstValueAsLong("Content-Length");
        return part.isPresent() ? OptionalLong.of(to.bytes() + part.getAsLong()) : part;
    }

    private void requireTheRest(HttpResponse<?> response) {
        Matcher range = CONTENT_RANGE.matcher(
                response.headers().firstValue("Content-Range").orElse(""));
        // Not every store heeds If-Range. What was left long ago must be named; a store that was just asked may keep
        // silent.
        boolean sameVersion = response.headers()
                .firstValue("ETag")
                .map(tag -> tag.equals(version))
                .orElse(joined);
        if (!range.matches() || Long.parseLong(range.group(1)) != to.bytes() || !sameVersion) {
            throw noRest();
        }
    }

    private static Optional<String> strongTag(HttpResponse<?> response) {
        return response.headers().firstValue("ETag").filter(tag -> !tag.startsWith("W/"));
    }

    private void copy(int mine, InputStream body) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        int read;
        while ((read = body.read(buffer)) >= 0) {
            write(mine, buffer, read);
            gained.addAndGet(read);
            passed.addAndGet(read);
            passing.accept(read);
        }
    }

    private void write(int mine, byte[] buffer, int bytes) throws IOException {
        underWay(mine, () -> {
            // What the own disk refuses is no failure of the site, and must not be tried again as one.
            try {
                to.write(buffer, 0, bytes);
                return bytes;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void begin(@Nullable String content) {
        try {
            to.begin(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void expect(long whole) {
        try {
            to.expect(whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void passAgain(int mine, Joined as, InputStream body) throws IOException {
        MessageDigest again = Sha256.start();
        byte[] buffer = new byte[64 * 1024];
        long left = as.again();
        while (left > 0) {
            int read = body.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw tooShort();
            }
            again.update(buffer, 0, read);
            passed.addAndGet(read);
            passing.accept(read);
            left -= read;
        }
        underWay(mine, () -> {
            if (!Sha256.text(again).equals(to.sha256())) {
                throw changedMeanwhile();
            }
            version = as.version();
            return as;
        });
    }

    /**
     * The failure as the caller gets it: no site has asked for the pause that kept it from being tried again in here. What is
     * there of content that has changed is thrown away, so that no later download goes on with it.
     */
    RemoteFailure leaving(RemoteFailure failure) {
        turn.lock();
        try {
            if (!changed) {
                return failure;
            }
            connection++;
            if (to.canBeginAnew()) {
                begin(null);
            }
            return failure.notBefore(null);
        } finally {
            turn.unlock();
        }
    }

    private RemoteFailure tooShort() {
        return RemoteFailure.passing(
                call.siteName() + " sent " + Sizes.exactly(to.bytes()) + " of " + Sizes.exactly(length) + " ("
                        + call.what() + ").",
                "If it stays so, look at proxies in between and at the site's log.");
    }

    /** The site has no rest of what is there. What an earlier download left is thrown away, and the content comes anew. */
    RemoteFailure notTheRest(int mine) throws IOException {
        return underWay(mine, this::noRest);
    }

    private RemoteFailure noRest() {
        if (joined) {
            return changedMeanwhile();
        }
        begin(null);
        version = null;
        return RemoteFailure.passing(
                call.siteName() + " has no rest of what was fetched before (" + call.what() + ").",
                "It has to be fetched again from the beginning.");
    }

    /** Not to be gone on with: what was written so far belongs to other content. The whole download begins anew. */
    private RemoteFailure changedMeanwhile() {
        changed = true;
        return RemoteFailure.passing(
                        "The content changed at " + call.siteName() + " while it was being fetched (" + call.what()
                                + ").",
                        "It has to be fetched again from the beginning; make sure that nobody changes it there.")
                .notBefore(START_AGAIN);
    }
}
