package io.ferry.process.engine;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What Ferry itself needs to know of Camunda: {@code ferry.camunda.*}. Which cluster it is, and how to sign in there, is
 * configured under {@code camunda.client.*} alone.
 *
 * @param tasklistUrl Tasklist's address in people's browsers, if it cannot be derived from the address of the cluster
 * @param operateUrl Operate's address in people's browsers, if it cannot be derived from the address of the cluster
 * @param timeout how long one question to Camunda may take
 * @param checkEvery how often Ferry looks whether the cluster answers
 * @param modelsFolder a folder of somebody's own models, forms and decision tables: each takes the place of Ferry's file of the
 *     same name when Ferry deploys them; null for Ferry's own alone
 */
@ConfigurationProperties("ferry.camunda")
public record CamundaProperties(
        @Nullable URI tasklistUrl,
        @Nullable URI operateUrl,
        @DefaultValue("3s") Duration timeout,
        @DefaultValue("3s") Duration checkEvery,
        @Nullable Path modelsFolder) {}
