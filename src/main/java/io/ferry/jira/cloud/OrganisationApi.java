package io.ferry.jira.cloud;

import feign.Param;
import feign.RequestLine;
import io.ferry.remote.RemoteFact;
import io.ferry.remote.RemoteFact.Certainty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls to Atlassian's organisation API, one method each; relative to {@code ferry.users.organisation.url}. */
interface OrganisationApi {
    String FACTS = "facts/jira-cloud.md, REST v3 (organisation API)";
    /** All directories that the key may see, in place of one directory's id. */
    String ALL_DIRECTORIES = "-";

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = FACTS + "; until 30 June 2027")
    @RequestLine("GET /admin/v2/orgs/{id}/directories/" + ALL_DIRECTORIES + "/users?cursor={cursor}")
    DirectoryPage directoryUsers(@Param("id") String organisation, @Nullable @Param("cursor") String cursor);

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = FACTS)
    @RequestLine("GET /admin/v1/orgs/{id}/users?cursor={cursor}")
    Page users(@Param("id") String organisation, @Nullable @Param("cursor") String cursor);

    /** A page of the users of directories. */
    record DirectoryPage(
            @Nullable List<DirectoryUser> data, @Nullable Links links) {}

    /** A user of a directory. */
    record DirectoryUser(
            @Nullable String accountId, @Nullable String email) {
        @Override
        public String toString() {
            return "DirectoryUser[********]";
        }
    }

    /** A page of managed accounts. */
    record Page(@Nullable List<Account> data, @Nullable Links links) {}

    /** An account. */
    record Account(@Nullable String account_id, @Nullable String email) {
        @Override
        public String toString() {
            return "Account[********]";
        }
    }

    /** Where the next page is: a cursor in version 2, a full address with the cursor in version 1. */
    record Links(@Nullable String next) {}
}
