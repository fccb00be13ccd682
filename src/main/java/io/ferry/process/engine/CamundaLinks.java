package io.ferry.process.engine;

import io.camunda.client.spring.properties.CamundaClientCloudProperties;
import io.camunda.client.spring.properties.CamundaClientProperties;
import io.camunda.client.spring.properties.CamundaClientProperties.ClientMode;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Where people find Tasklist and Operate. A self-managed cluster serves both beside its REST interface; on SaaS each has an
 * address of its own, made of region and cluster id. Whatever is configured under {@code ferry.camunda.*} comes first, for
 * people's browsers may reach another address than Ferry does.
 */
@Component
class CamundaLinks {
    private final String tasklist;
    private final String operate;

    CamundaLinks(CamundaProperties properties, CamundaClientProperties client) {
        this.tasklist = address(properties.tasklistUrl(), client, "tasklist");
        this.operate = address(properties.operateUrl(), client, "operate");
    }

    private static String address(@Nullable URI configured, CamundaClientProperties client, String application) {
        return Optional.ofNullable(configured)
                .map(CamundaLinks::withoutSlash)
                .orElseGet(() -> client.getMode() == ClientMode.saas
                        ? onSaas(client.getCloud(), application)
                        : withoutSlash(client.getRestAddress()) + "/" + application);
    }

    private static String onSaas(CamundaClientCloudProperties cloud, String application) {
        return "https://%s.%s.%s/%s".formatted(cloud.getRegion(), application, cloud.getDomain(), cloud.getClusterId());
    }

    /** Tasklist's first page. */
    String tasklist() {
        return tasklist;
    }

    /** The page on which a person completes a user task. */
    String task(long userTaskKey) {
        return tasklist + "/" + userTaskKey;
    }

    /** Operate's first page. */
    String operate() {
        return operate;
    }

    /** The page on which a process instance is looked at. */
    String instance(long processInstanceKey) {
        return operate + "/processes/" + processInstanceKey;
    }

    private static String withoutSlash(URI address) {
        return address.toString().replaceAll("(?<!/)/+$", "");
    }
}
