package io.ferry.users;

import io.ferry.backup.judge.EmailAddress;
import io.ferry.jira.cloud.CloudUser;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An account of the cloud site.
 *
 * @param email null when its owner hides it, which is usual on Jira Cloud
 * @param source where the address was learnt, so that a person can judge it
 */
public record TargetAccount(
        String accountId,
        @Nullable String displayName,
        @Nullable String email,
        boolean active,
        Kind kind,
        Source source) {

    /** Whom an account belongs to. Only a person's account can stand for a person. */
    public enum Kind {
        PERSON,
        APP,
        CUSTOMER
    }

    /** Where an account, and with it its address, was learnt. */
    public enum Source {
        JIRA_CLOUD,
        /** Jira hides the address; Atlassian's organisation API tells it. */
        ORGANISATION,
        /** Jira hides the address; it stood in the list of users that an administrator exported. */
        ADMIN_EXPORT,
        /** Ferry created it for this address, so the address is known although the site may hide it. */
        CREATED_BY_FERRY,
        /** It was there already when Ferry wanted to create it for this address. */
        CONFIRMED_BY_SITE;

        /** Whether the account is known even if the site does not list it yet. */
        boolean tellsOfAnAccount() {
            return this == CREATED_BY_FERRY || this == CONFIRMED_BY_SITE;
        }
    }

    public TargetAccount {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(source);
        if (accountId.isBlank() || accountId.length() > SourcePerson.LONGEST_KEY) {
            throw new IllegalArgumentException(
                    "An account id has 1 to %d characters".formatted(SourcePerson.LONGEST_KEY));
        }
        displayName = displayName == null || displayName.isBlank() ? null : SourcePerson.cut(displayName);
        email = email == null || email.isBlank() ? null : SourcePerson.cut(email);
    }

    /** An account as Jira Cloud lists it. */
    public static TargetAccount of(CloudUser user) {
        return new TargetAccount(
                user.accountId(),
                user.displayName(),
                user.emailAddress().orElse(null),
                user.active(),
                user.isPerson() ? Kind.PERSON : user.accountType().equals("customer") ? Kind.CUSTOMER : Kind.APP,
                Source.JIRA_CLOUD);
    }

    /** The same account with the address that the organisation tells. */
    public TargetAccount withAddressOf(@Nullable String address) {
        return withAddress(address, Source.ORGANISATION);
    }

    /** The same account with an address that the site hides. */
    TargetAccount withAddress(@Nullable String address, Source from) {
        return new TargetAccount(accountId, displayName, address, active, kind, from);
    }

    /** {@return the address by which the account is found; empty where there is none, or none that could be one} */
    public Optional<EmailAddress> address() {
        return EmailAddress.of(email);
    }

    /** What a search looks through, in lower case. */
    String searchText() {
        return String.join(" ", accountId, displayName == null ? "" : displayName, email == null ? "" : email)
                .toLowerCase(Locale.ROOT);
    }

    /** Hides the person: logs must not carry people's names and addresses. */
    @Override
    public String toString() {
        return "TargetAccount[hidden]";
    }
}
