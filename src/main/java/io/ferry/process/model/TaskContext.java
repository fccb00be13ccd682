package io.ferry.process.model;

import io.ferry.base.PlainText;
import io.ferry.migration.Migration;
import io.ferry.remote.Masking;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * To which migration a task belongs, in one line: the process variable {@code taskContextDisplayName}, which every form shows
 * first of all. Camunda reserves this name for what lists of tasks show beside a task's name, which no expression can change;
 * Tasklist shows it in its V1 mode only, the local engine always.
 *
 * @see <a href="https://docs.camunda.io/docs/components/concepts/variables/#context-variable">Camunda on context variables</a>
 */
public final class TaskContext {
    /** The name of the process variable. */
    public static final String VARIABLE = "taskContextDisplayName";

    private static final int LONGEST = 100;

    private TaskContext() {}

    /** Of a migration on record: whether it is a rehearsal, its name, and the hosts of its sites. */
    static String of(Migration migration) {
        return of(
                migration.name(),
                migration.settings().source().url().toString(),
                migration.settings().target().url().toString(),
                migration.settings().rehearsal());
    }

    /**
     * The same of what was entered, unchecked.
     *
     * @param name what people call it; null or blank where nobody said so
     * @param source the source's address, as entered
     * @param target the target's address, as entered
     */
    public static String of(
            @Nullable String name, @Nullable String source, @Nullable String target, boolean rehearsal) {
        String sites = Stream.of(source, target)
                .map(site -> said(site).map(TaskContext::host).orElse("?"))
                .collect(Collectors.joining(" → "));
        return Stream.of(
                        rehearsal ? "REHEARSAL" : "",
                        said(name).orElse("A migration without a name"),
                        sites.equals("? → ?") ? "" : sites)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" · "));
    }

    private static Optional<String> said(@Nullable String entered) {
        return Optional.ofNullable(entered)
                .map(text -> PlainText.line(text.strip()))
                .filter(text -> !text.isEmpty())
                .map(text -> text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…")
                .map(Masking::mask);
    }

    /** The host and port of an address; all of it where it is none. */
    private static String host(String address) {
        try {
            URI uri = new URI(address);
            return uri.getHost() == null ? address : uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        } catch (URISyntaxException none) {
            return address;
        }
    }
}
