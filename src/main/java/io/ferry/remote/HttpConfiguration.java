package io.ferry.remote;

import java.net.http.HttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The one HTTP client beneath all calls and transfers. */
@EnableConfigurationProperties({
    RemoteProperties.class,
    NetworkProperties.class,
    EndpointSets.class,
    DeclaredCredentials.class
})
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConfiguration.class);

    @Bean
    Network network(NetworkProperties properties, CredentialResolver credentials, Environment environment) {
        return new Network(properties, credentials, environment::getProperty);
    }

    /** Whatever Ferry sends to a site, a store or a webhook passes through it. */
    @Bean
    HttpClient remoteHttpClient(Network network, RemoteProperties properties) {
        network.description().ifPresent(through -> LOG.info("Sites are reached through the proxy {}.", through));
        return new NetworkClient(network, properties.connectTimeout(), chain -> {});
    }
}
