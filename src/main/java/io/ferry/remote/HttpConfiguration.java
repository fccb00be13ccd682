package io.ferry.remote;

import java.net.http.HttpClient;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one HTTP client beneath all calls and transfers. */
@EnableConfigurationProperties({RemoteProperties.class, EndpointSets.class, DeclaredCredentials.class})
@Configuration(proxyBeanMethods = false)
class HttpConfiguration {

    /**
     * Follows no redirections, since the credential would go along; HTTP/1.1, since upgrading a plain connection while a
     * body is sent confuses some proxies and older servers.
     */
    @Bean
    HttpClient remoteHttpClient(RemoteProperties properties) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(properties.connectTimeout())
                .build();
    }
}
