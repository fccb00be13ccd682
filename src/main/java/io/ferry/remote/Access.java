package io.ferry.remote;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whose calls go where, and how.
 *
 * @param site the site
 * @param side which of its programs is meant, such as {@code jira-cloud}, and, where one address answers for many sites,
 *     on behalf of which; circuit breaker and limits are kept for each address and side
 * @param signIn how calls say who sends them
 * @param answerWithin how long an answer may take, or null for {@code ferry.remote.read-timeout}
 * @param cookies the session's cookies, or null if there is no session
 */
public record Access(
        Site site,
        String side,
        SignIn signIn,
        @Nullable Duration answerWithin,
        @Nullable CookieJar cookies) {

    /** Calls to a site with its credential. */
    public static Access to(Site site, String side) {
        return new Access(site, side, SignIn.CREDENTIAL, null, null);
    }

    /** The same, signing in another way. */
    public Access signingIn(SignIn how) {
        return new Access(site, side, how, answerWithin, cookies);
    }

    /** The same inside a session that the cookies stand for. */
    public Access inSession(CookieJar jar) {
        return new Access(site, side, SignIn.NONE, answerWithin, jar);
    }

    /** The same with another limit for answers. */
    public Access answeringWithin(Duration limit) {
        return new Access(site, side, signIn, limit, cookies);
    }

    /** Which program at a site is meant, such as {@code jira-cloud}: without the id of what it answers for. */
    String program() {
        return programOf(side);
    }

    /**
     * The program in a key or a side.
     *
     * @see #key
     */
    static String programOf(String key) {
        int space = key.indexOf(' ');
        return space < 0 ? key : key.substring(0, space);
    }

    /**
     * Under which circuit breaker and limits are kept. The path belongs to it: at the cloud's hosts each tenant has
     * one of its own, and a tenant that is down must not stop the others.
     */
    String key() {
        return side + " " + site.name() + site.baseUrl().getRawPath();
    }
}
