package io.ferry.process.common;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Makes {@link ProcessProperties} and {@link ApprovalProperties} available. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ProcessProperties.class, ApprovalProperties.class})
class CommonConfiguration {}
