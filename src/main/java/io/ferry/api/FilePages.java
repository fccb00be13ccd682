package io.ferry.api;

import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactStore;
import io.ferry.artifact.Sizes;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.NoSuchMigration;
import io.ferry.process.handover.FileKind;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The pages of a migration's files: one for each file, handed over and handed out there, and a list of all. */
@Hidden
@RestController
class FilePages {
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final String ONLY_FERRY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                    + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Migrations migrations;
    private final ArtifactStore store;
    private final String template = resource("/pages/file.html");

    FilePages(Migrations migrations, ArtifactStore store) {
        this.migrations = migrations;
        this.store = store;
    }

    @GetMapping("/migrations/{id}/files/{kind}")
    ResponseEntity<String> file(@PathVariable String id, @PathVariable String kind) {
        Optional<Migration> migration = migration(id);
        Optional<FileKind> wanted = FileKind.withKey(kind);
        if (migration.isEmpty() || wanted.isEmpty()) {
            return unknown();
        }
        String app = migration.get().app().title();
        return page(200)
                .body(template.replace("{{id}}", migration.get().id().value())
                        .replace("{{kind}}", kind)
                        .replace("{{what}}", wanted.get().title())
                        .replace("{{title}}", HtmlUtils.htmlEscape(title(wanted.get(), app)))
                        .replace("{{lead}}", HtmlUtils.htmlEscape(lead(wanted.get(), app)))
                        .replace(
                                "{{name}}", HtmlUtils.htmlEscape(migration.get().name())));
    }

    @GetMapping("/migrations/{id}/files")
    ResponseEntity<String> files(@PathVariable String id) {
        return migration(id).map(migration -> page(200).body(list(migration))).orElseGet(FilePages::unknown);
    }

    private String list(Migration migration) {
        String record = "/migrations/" + migration.id() + "/files/";
        List<Artifact> files = store.of(migration.id().value()).stream()
                .filter(file -> FileKind.of(file.kind()).isPresent())
                .toList();
        Markup html = new Markup()
                .tag("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
                        + " content=\"width=device-width, initial-scale=1\"><title>Files · ")
                .text(migration.name())
                .tag(" · Ferry</title><link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\""
                        + " href=\"/pages/file.css\"></head><body><header><p class=\"crumb\">Ferry · ")
                .text(migration.name())
                .tag("</p><h1>Files</h1><p class=\"lead\">Each file has a page, on which it is handed over and got.</p>"
                        + "</header><main><section class=\"card\">");
        html.tag("<table><thead><tr><th>File</th><th>Size</th><th>SHA-256</th><th>Kept since (UTC)</th></tr></thead>"
                + "<tbody>");
        for (FileKind kind : FileKind.values()) {
            html.tag("<tr><td colspan=\"4\"><strong><a href=\"" + record + kind.key() + "\">")
                    .text(title(kind, migration.app().title()))
                    .tag("</a></strong>");
            List<Artifact> own = files.stream()
                    .filter(file -> file.kind() == kind.artifact())
                    .toList();
            html.tag(own.isEmpty() ? "<br><span class=\"quiet\">None yet.</span></td></tr>" : "</td></tr>");
            for (Artifact file : own) {
                html.tag("<tr><td><a download href=\"/api" + record + file.id() + "/content\">")
                        .text(file.name())
                        .tag("</a></td>")
                        .element("td class=\"n\"", Sizes.of(file.bytes()))
                        .tag("<td>")
                        .element("code", file.sha256())
                        .tag("</td>")
                        .element("td", Markup.moment(file.storedAt()))
                        .tag("</tr>\n");
            }
        }
        return html.tag("</tbody></table></section></main></body></html>\n").toString();
    }

    private static String title(FileKind kind, String app) {
        return switch (kind) {
            case DUMP -> "The dump of " + app;
            case JIRA_BACKUP -> "The Jira backup";
            case SAFETY_DUMP -> "The safety dump of " + app;
        };
    }

    private static String lead(FileKind kind, String app) {
        return switch (kind) {
            case DUMP ->
                "The file that you downloaded in " + app
                        + " on Data Center: App configuration > Advanced > Database dumps. Do not rename or unpack it.";
            case JIRA_BACKUP ->
                "The zip that Jira Data Center wrote into the folder “export” of its home directory. Do not unpack it.";
            case SAFETY_DUMP ->
                "The dump that " + app
                        + " in the cloud made of its own state just before the restore. A copy outside the cloud is a"
                        + " second way back.";
        };
    }

    private Optional<Migration> migration(String id) {
        try {
            return Optional.of(migrations.get(new MigrationId(id)));
        } catch (NoSuchMigration | IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    private static ResponseEntity<String> unknown() {
        return page(404)
                .body("<!doctype html><html lang=\"en\"><title>Ferry</title><h1>There is no such file or migration</h1>"
                        + "<p>Take the link from the task in Tasklist.</p></html>");
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
        try (InputStream in = Objects.requireNonNull(FilePages.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
