package io.ferry.sandbox;

import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.side.SideMapping;
import io.ferry.sandbox.side.Sides;
import io.ferry.sandbox.transport.DroppingValve;
import io.ferry.sandbox.world.SandboxOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.catalina.connector.Connector;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.MultipartAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcRegistrations;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Names the few parts of Spring Boot that the sandbox needs, so that it starts fast and stays small. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ComponentScan
@ImportAutoConfiguration({
    ServletWebServerFactoryAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    MultipartAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class
})
class SandboxConfiguration {
    private static final List<Side> MORE =
            List.of(Side.JIRA_DATA_CENTER, Side.JIRA_CLOUD, Side.BIGPICTURE_CLOUD, Side.ATLASSIAN_GATEWAY);

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> morePorts(SandboxOptions options, Sides sides) {
        return factory -> {
            for (Side side : MORE) {
                Connector connector = new Connector(TomcatServletWebServerFactory.DEFAULT_PROTOCOL);
                connector.setPort(Objects.requireNonNullElse(options.ports().get(side), 0));
                Map.of(
                                "address", options.address(),
                                "maxThreads", "32",
                                "minSpareThreads", "2",
                                "maxSwallowSize", "-1",
                                // The page that maps people has a field for each.
                                "maxParameterCount", "200000")
                        .forEach(connector::setProperty);
                connector.setMaxPostSize(16 * 1024 * 1024);
                sides.register(side, connector::getLocalPort);
                factory.addAdditionalTomcatConnectors(connector);
            }
            factory.addEngineValves(new DroppingValve());
        };
    }

    @Bean
    ApplicationListener<ServletWebServerInitializedEvent> ownPort(Sides sides) {
        return event -> sides.register(Side.CONTROL, event.getWebServer()::getPort);
    }

    @Bean
    WebMvcRegistrations pagesByPort(Sides sides) {
        return new WebMvcRegistrations() {
            @Override
            public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
                return new SideMapping(sides);
            }
        };
    }
}
