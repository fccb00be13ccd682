package io.ferry.api;

import io.ferry.access.SignedIn;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.NoSuchMigration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Resolves each parameter with {@link KnownMigration}: the only place where a request's id becomes a migration. An id that
 * no migration has, or can have, is a {@link NoSuchMigration}; so is that of another team's migration.
 */
@Component
class KnownMigrations implements HandlerMethodArgumentResolver, WebMvcConfigurer {
    private final Migrations migrations;

    KnownMigrations(Migrations migrations) {
        this.migrations = migrations;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.hasParameterAnnotation(KnownMigration.class);
    }

    @Override
    public Migration resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        Object path =
                request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
        String id = path instanceof Map<?, ?> variables ? String.valueOf(variables.get("id")) : "";
        try {
            MigrationId asked = new MigrationId(id);
            Migration found = migrations.get(asked);
            if (!SignedIn.visibleTeams().includes(found.team())) {
                // That there is one is nothing for another team to know.
                throw new NoSuchMigration(asked);
            }
            return found;
        } catch (IllegalArgumentException noId) {
            throw NoSuchMigration.withoutAnId();
        }
    }
}
