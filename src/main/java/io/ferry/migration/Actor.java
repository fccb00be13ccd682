package io.ferry.migration;

import org.jspecify.annotations.Nullable;

/**
 * A person or a script that does something, as the record names them.
 *
 * @param name what the channel calls them; an e-mail address is cut to the part before the @ when it is recorded
 * @param channel how Ferry knows who it is
 * @param issuer the OpenID Connect provider that vouches for them, or null where none does
 * @param subject what that service calls them and never gives to anybody else, or null where none vouches
 */
public record Actor(
        String name,
        Channel channel,
        @Nullable String issuer,
        @Nullable String subject) {

    private static final int LONGEST = 500;

    /** How Ferry knows who acts. */
    public enum Channel {
        /** A session of Ferry's pages on this computer, begun with a one-time link. */
        LINK,
        /** Ferry's key for scripts. */
        SCRIPT_KEY,
        /** A session of Ferry's pages, begun at the company's OpenID Connect provider. */
        OIDC_SESSION,
        /** A token of the company's OpenID Connect provider. */
        OIDC_TOKEN,
        /** Whoever Camunda says completed the task. */
        CAMUNDA,
        /** Only the name is on record: an earlier Ferry recorded it. */
        NOT_RECORDED
    }

    /** Somebody who completed a task, as Camunda knows them. */
    public static Actor ofTask(String assignee) {
        return new Actor(assignee, Channel.CAMUNDA, null, null);
    }

    /** Somebody of whom nothing but the name is known. */
    public static Actor named(String name) {
        return new Actor(name, Channel.NOT_RECORDED, null, null);
    }

    /** Whether they act in a session of Ferry's pages; whoever does not is a script or a task of Camunda's. */
    public boolean isOnFerrysPages() {
        return channel == Channel.LINK || channel == Channel.OIDC_SESSION;
    }

    /** How they asked Ferry for something, as the timeline says it. */
    public String how() {
        return isOnFerrysPages() ? "on Ferry's page" : "through the API";
    }

    /** The same as the record keeps them: of an e-mail address only the part before the @. */
    public Actor onRecord() {
        return new Actor(
                String.valueOf(Addresses.person(name)),
                channel,
                issuer == null ? null : Addresses.hidden(issuer, LONGEST),
                subject == null ? null : Addresses.person(subject));
    }

    /** An actor of a row; nobody where no name stands there. */
    static @Nullable Actor ofRow(
            @Nullable String name, @Nullable Channel channel, @Nullable String issuer, @Nullable String subject) {
        return name == null ? null : new Actor(name, channel == null ? Channel.NOT_RECORDED : channel, issuer, subject);
    }

    /** How they are known, where that is on record. */
    @Nullable
    Channel channelOnRecord() {
        return channel == Channel.NOT_RECORDED ? null : channel;
    }
}
