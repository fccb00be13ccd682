package io.ferry.api;

import com.fasterxml.jackson.core.StreamReadConstraints;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the JSON of a request may hold at most, whatever its fields are. */
@Configuration(proxyBeanMethods = false)
class JsonLimits {
    /** The longest text of a request is a pre-signed address of an S3 store. */
    static final int LONGEST_TEXT = 5_000;

    @Bean
    static Jackson2ObjectMapperBuilderCustomizer boundedJson() {
        return builder -> builder.postConfigurer(mapper -> mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(LONGEST_TEXT)
                        .maxNameLength(200)
                        .maxNumberLength(50)
                        .maxNestingDepth(20)
                        .build()));
    }
}
