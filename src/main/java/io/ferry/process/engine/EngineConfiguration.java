package io.ferry.process.engine;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camunda.client.CredentialsProvider;
import io.camunda.client.api.JsonMapper;
import io.camunda.client.impl.CamundaObjectMapper;
import io.camunda.client.spring.properties.CamundaClientProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What Ferry adds to the starter's client. */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {
    /** How variables are written, instead of the starter's own way. */
    @Bean
    static JsonMapper camundaJsonMapper(ObjectProvider<ObjectMapper> json) {
        ObjectMapper mapper = json.getIfAvailable(ObjectMapper::new).copy();
        // What limits the bodies of requests is not meant for variables.
        mapper.getFactory().setStreamReadConstraints(StreamReadConstraints.defaults());
        return new HarmlessVariables(new CamundaObjectMapper(mapper));
    }

    /** Lets the client's sign-in say as whom it signs in, and why it could not. */
    @Bean
    static BeanPostProcessor signInThatSaysWhy(ObjectProvider<CamundaClientProperties> properties) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof CredentialsProvider starter
                        ? new SignIn(starter, properties.getObject().getAuth())
                        : bean;
            }
        };
    }
}
