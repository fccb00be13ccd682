package io.ferry.api;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.ferry.api.Frame.Link;
import io.ferry.api.Frame.Section;
import io.ferry.migration.Migration;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.WaitingTasks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Writes Ferry's pages from their templates, which are compiled with Ferry and escape what they show. */
@Component
class Pages {
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final TemplateEngine TEMPLATES =
            TemplateEngine.createPrecompiled(null, ContentType.Html, null, Pages.class.getPackageName());

    /** Ferry's own files only, nothing inline, inside nobody's frame: what is clicked here is meant. */
    private static final String ONLY_FERRY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final ObjectProvider<WaitingTasks> waitingTasks;
    private final ObjectProvider<Incidents> incidents;

    Pages(ObjectProvider<WaitingTasks> waitingTasks, ObjectProvider<Incidents> incidents) {
        this.incidents = incidents;
        this.waitingTasks = waitingTasks;
    }

    /** The frame of one of a migration's pages. */
    Frame frame(Migration migration, Section section) {
        return new Frame(section.title(), migration, section, elsewhere(), null, null, null);
    }

    /** The frame of a page that belongs to a migration, and to none of its sections. */
    Frame frame(Migration migration, String title) {
        return new Frame(title, migration, null, elsewhere(), null, null, null);
    }

    /** The frame of a page that belongs to no migration. */
    Frame frame(String title) {
        return new Frame(title, null, null, elsewhere(), null, null, null);
    }

    /** The page as an answer. */
    ResponseEntity<String> answer(View page) {
        return answer(200, page);
    }

    /** An answer that says that there is no such migration. */
    ResponseEntity<String> noSuchMigration() {
        return notFound("There is no such migration");
    }

    /** An answer that says what there is not. */
    ResponseEntity<String> notFound(String what) {
        return answer(404, new NotFoundPage(frame(what)));
    }

    /** An answer about signing in, before anything of a migration is shown. */
    ResponseEntity<String> signIn(HttpStatus status, String title, String what, String whatToDo) {
        return answer(
                status.value(),
                new SignInPage(new Frame(title, null, null, List.of(), null, null, null), what, whatToDo));
    }

    /** Where a user task is in Tasklist; null if nobody knows where Tasklist is. */
    @Nullable
    String inTasklist(long userTaskKey) {
        return waitingTasks.stream()
                .findFirst()
                .map(tasks -> tasks.linkTo(userTaskKey))
                .orElse(null);
    }

    private List<Link> elsewhere() {
        return elsewhere(incidents.stream().findFirst().map(Incidents::home).orElse(null));
    }

    /**
     * Where one gets from every page.
     *
     * @param operate the address in Operate, if it is known
     */
    List<Link> elsewhere(@Nullable String operate) {
        List<Link> links = new ArrayList<>();
        waitingTasks.stream().findFirst().ifPresent(tasks -> links.add(new Link(tasks.home(), "Tasklist")));
        if (operate != null) {
            links.add(new Link(operate, "Operate"));
        }
        links.add(new Link("/waves", "Waves"));
        links.add(new Link("/assessments", "Assess"));
        links.add(new Link("/swagger-ui.html", "API"));
        return List.copyOf(links);
    }

    private static ResponseEntity<String> answer(int status, View page) {
        return answer(
                status,
                page.sendsForms() ? ONLY_FERRY.replace("form-action 'none'", "form-action 'self'") : ONLY_FERRY,
                html(page));
    }

    /** A document with headers under which it loads no more than the policy says, and of which no cache keeps a copy. */
    static ResponseEntity<String> answer(int status, String policy, String html) {
        return ResponseEntity.status(status)
                .contentType(HTML)
                .header("Content-Security-Policy", policy)
                .header("Cache-Control", "no-store")
                .body(html);
    }

    /** What a template makes of a view: both have the same name. */
    static String html(Object view) {
        var html = new StringOutput();
        TEMPLATES.render(view.getClass().getSimpleName() + ".jte", view, html);
        return html.toString();
    }
}
