package io.ferry.jira.cloud;

import feign.RequestLine;
import io.ferry.remote.RemoteFact;
import io.ferry.remote.RemoteFact.Certainty;
import org.jspecify.annotations.Nullable;

/** What a site tells everybody of its place at Atlassian. */
interface TenantApi {
    @RemoteFact(certainty = Certainty.DOCUMENTED, source = "facts/jira-cloud.md, REST v3 (scoped tokens)")
    @RequestLine("GET /_edge/tenant_info")
    Tenant tenant();

    /** The site's id, which the gateway's addresses contain. */
    record Tenant(@Nullable String cloudId) {}
}
