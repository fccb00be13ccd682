package io.ferry.api;

import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.NoSuchMigration;
import io.ferry.users.UsersProperties;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/**
 * The page on which people say who is who. The server fills in what never changes; the page's own script
 * ({@code static/pages/mapping.js}) asks for people page by page.
 */
@Hidden
@RestController
class MappingPage {
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    /** Nothing from elsewhere, and inside nobody's frame: what is clicked here is meant. */
    private static final String ONLY_FERRY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                    + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Migrations migrations;
    private final String products;
    private final String template = resource("/pages/mapping.html");

    MappingPage(Migrations migrations, UsersProperties properties) {
        this.migrations = migrations;
        this.products =
                String.join(", ", properties.products().stream().sorted().toList());
    }

    @GetMapping("/migrations/{id}/mapping")
    ResponseEntity<String> mapping(@PathVariable String id) {
        try {
            var migration = migrations.get(new MigrationId(id));
            return page(200)
                    .body(template.replace("{{id}}", migration.id().value())
                            .replace("{{products}}", HtmlUtils.htmlEscape(products))
                            .replace("{{name}}", HtmlUtils.htmlEscape(migration.name())));
        } catch (NoSuchMigration | IllegalArgumentException unknown) {
            return page(404)
                    .body("<!doctype html><html lang=\"en\"><title>Ferry</title><h1>There is no such migration</h1>"
                            + "<p>Take the link from the task in Tasklist.</p></html>");
        }
    }

    private static ResponseEntity.BodyBuilder page(int status) {
        return ResponseEntity.status(status)
                .contentType(HTML)
                .header("Content-Security-Policy", ONLY_FERRY)
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store");
    }

    private static String resource(String path) {
        try (InputStream in = Objects.requireNonNull(MappingPage.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
