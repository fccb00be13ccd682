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

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = FACTS)
    @RequestLine("GET /admin/v1/orgs/{id}/users?cursor={cursor}")
    Page users(@Param("id") String organisation, @Nullable @Param("cursor") String cursor);

    /** A page of managed accounts. */
    record Page(@Nullable List<Account> data, @Nullable Links links) {}

    /** An account. */
    record Account(@Nullable String account_id, @Nullable String email) {
        @Override
        public String toString() {
            return "Account[********]";
        }
    }

    /** Where the next page is, a full address. */
    record Links(@Nullable String next) {}
}
