package io.ferry.jira.cloud;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code ferry.jira-cloud.*}.
 *
 * @param gatewayUrl where sites take scoped API tokens, below {@code /ex/jira/} and the site's cloud id. A site's
 *     credential goes to the site's own address and here, and nowhere else. Source: facts/jira-cloud.md, REST v3
 */
@ConfigurationProperties("ferry.jira-cloud")
public record JiraCloudProperties(
        @DefaultValue("https://api.atlassian.com") URI gatewayUrl) {}
