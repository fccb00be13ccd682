package io.ferry.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Duration;
import org.springframework.security.authentication.ott.GenerateOneTimeTokenRequest;
import org.springframework.security.authentication.ott.OneTimeTokenService;

/** Links that sign in the one person of this computer, each once. */
public final class SignInLinks {
    /** Long enough to find the terminal again after the start. */
    private static final Duration GOOD_FOR = Duration.ofHours(12);

    private static final int MOST = 10_000;

    private final OneTimeTokenService tokens;
    private final String person;
    private final URI ferry;
    /** Those of the links that were made, used ones too. */
    private final Cache<String, Boolean> made =
            Caffeine.newBuilder().expireAfterWrite(GOOD_FOR).maximumSize(MOST).build();

    SignInLinks(OneTimeTokenService tokens, String person, URI ferry) {
        this.tokens = tokens;
        this.person = person;
        this.ferry = ferry;
    }

    /** A new link; it is good once, and for twelve hours. */
    public URI next() {
        String token = tokens.generate(new GenerateOneTimeTokenRequest(person, GOOD_FOR))
                .getTokenValue();
        made.put(token, true);
        return ferry.resolve("/sign-in?token=" + token);
    }

    /** Whether a link with this was made here. */
    boolean made(String token) {
        return made.getIfPresent(token) != null;
    }
}
