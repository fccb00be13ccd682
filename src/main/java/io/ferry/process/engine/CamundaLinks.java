package io.ferry.process.engine;

import io.camunda.client.spring.properties.CamundaClientCloudProperties;
import io.camunda.client.spring.properties.CamundaClientProperties;
import io.camunda.client.spring.properties.CamundaClientProperties.ClientMode;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Where people find Tasklist and Operate: beside the REST interface, unless it is one of SaaS's older addresses. There each
 * has a host of its own, made of the region ({@code bru-2.zeebe.camunda.io}, {@code bru-2.tasklist.camunda.io}), until
 * Camunda 8.10; since 8.9 all share one ({@code bru-2.api.camunda.io}). What is configured under {@code ferry.camunda.*}
 * comes first, for people's browsers may reach another address than Ferry does.
 *
 * @see <a href="https://docs.camunda.io/docs/8.9/apis-tools/migration-manuals/saas-orchestration-architecture/">Camunda's
 *     documentation of SaaS addresses</a>
 * @see <a href="https://github.com/camunda/camunda/pull/18604">the paths of both applications, since 8.6</a>
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
        if (configured != null) {
            return withoutSlash(configured);
        }
        CamundaClientCloudProperties cloud = client.getCloud();
        URI rest = client.getRestAddress();
        boolean ownHost = client.getMode() == ClientMode.saas
                && String.valueOf(rest.getHost()).startsWith(cloud.getRegion() + ".zeebe.");
        return ownHost
                ? "https://%s.%s.%s/%s/%s"
                        .formatted(cloud.getRegion(), application, cloud.getDomain(), cloud.getClusterId(), application)
                : withoutSlash(rest) + "/" + application;
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
