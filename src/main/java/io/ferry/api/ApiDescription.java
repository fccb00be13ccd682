package io.ferry.api;

import io.ferry.base.FerryVersion;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the description of the API says of itself. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {
    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Ferry")
                        .version(FerryVersion.text())
                        .description("Moves BigPicture with its Jira from Jira Data Center to Jira Cloud."
                                + " Examples: docs/api.md."));
    }
}
