package io.ferry.access;

import java.net.URI;
import java.time.Duration;
import org.springframework.security.authentication.ott.GenerateOneTimeTokenRequest;
import org.springframework.security.authentication.ott.OneTimeTokenService;

/** Links that sign in the one person of this computer, each once. */
public final class SignInLinks {
    /** Long enough to find the terminal again after the start. */
    private static final Duration GOOD_FOR = Duration.ofHours(12);

    private final OneTimeTokenService tokens;
    private final String person;
    private final URI ferry;

    SignInLinks(OneTimeTokenService tokens, String person, URI ferry) {
        this.tokens = tokens;
        this.person = person;
        this.ferry = ferry;
    }

    /** A new link; it is good once, and for twelve hours. */
    public URI next() {
        String token = tokens.generate(new GenerateOneTimeTokenRequest(person, GOOD_FOR))
                .getTokenValue();
        return ferry.resolve("/sign-in?token=" + token);
    }
}
