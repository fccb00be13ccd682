package io.ferry.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.base.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferry watch}: follows a migration until it ends, whatever happens to Ferry meanwhile. */
@Command(
        name = "watch",
        description =
                "Follows a migration until it ends: phases, progress, tasks that wait for people, incidents. Goes on"
                        + " when Ferry was away, for example for a restart.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:it ended as MIGRATED or REHEARSED",
            "1:something failed, and the last line says what",
            "2:wrong arguments",
            "3:it ended as ROLLED_BACK, STOPPED or CANCELLED",
            "4:it waits for a person (--once, --until-person)",
            "5:it has an incident (--once, --until-person)",
            "6:it is under way (--once, or --timeout has passed)",
            "7:Ferry cannot be reached",
            "8:Ferry does not let you in",
            "9:there is no such migration"
        },
        footer = {
            "",
            "Example: ferry watch d0a1 --until-person || mail -s 'Ferry waits' ann@example.com",
            "Example: ferry watch --once --json | jq .progressPercent"
        })
public final class WatchCommand implements Callable<Integer> {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final int INDENT = 10;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ID",
            description = "The migration's id (default: the newest).")
    private @Nullable String id;

    @Option(names = "--once", description = "Say how it is now, and end.")
    private boolean once;

    @Option(
            names = "--until-person",
            description = "End also when it waits for a person or has an incident, not only when the migration ends.")
    private boolean untilPerson;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "End after this time in any case, such as PT2H.")
    private @Nullable Duration timeout;

    @Option(
            names = "--patience",
            paramLabel = "DURATION",
            defaultValue = "PT30M",
            description = "How long Ferry may be away before the watch gives up (default: ${DEFAULT-VALUE}).")
    private Duration patience = Duration.ofMinutes(30);

    @Option(
            names = "--json",
            description = "Print one JSON object for each change, on a line of its own; with --once, the API's answer.")
    private boolean json;

    @Mixin
    private RunningFerry ferry = new RunningFerry();

    private final Clock clock = Clock.systemUTC();
    private final MigrationNews news = new MigrationNews();
    private @Nullable String tag;
    private @Nullable Instant awaySince;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Output output = new Output(spec);
        String migration = id == null ? newest() : MigrationId.check(id);
        if (once) {
            return once(migration, output).code();
        }
        Instant end = timeout == null ? Instant.MAX : clock.instant().plus(timeout);
        Duration pause = FIRST_PAUSE;
        ExitStatus status = ExitStatus.UNDER_WAY;
        boolean begun = false;
        while (true) {
            JsonNode details = look(migration, output, begun);
            boolean changed = false;
            if (details != null) {
                if (!begun) {
                    begin(details, output);
                    begun = true;
                }
                changed = tell(details, output);
                status = MigrationNews.status(details);
                if (isOver(status)) {
                    end(details, status, output);
                    return status.code();
                }
            }
            if (clock.instant().isAfter(end)) {
                say(output, "it has not ended after " + words(timeout) + ".", Screen.Style.WAITING);
                return ExitStatus.UNDER_WAY.code();
            }
            // Somebody who watches does not keep Ferry busy: where nothing happens, it is asked ever more rarely.
            pause = changed ? FIRST_PAUSE : longer(pause);
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        }
    }

    private ExitStatus once(String migration, Output output) throws IOException, InterruptedException {
        HttpResponse<String> answer = ferry.get("/api/migrations/" + migration, null);
        if (answer.statusCode() == 404) {
            throw MigrationId.unknown(ferry, migration);
        }
        if (answer.statusCode() != 200) {
            throw ferry.refused(answer);
        }
        JsonNode details = Json.MAPPER.readTree(answer.body());
        if (json) {
            output.json(details);
        } else {
            begin(details, output);
            tell(details, output);
            end(details, MigrationNews.status(details), output);
        }
        return MigrationNews.status(details);
    }

    private String newest() throws IOException, InterruptedException {
        JsonNode newest = ferry.json("/api/migrations?size=1").path("items").path(0);
        if (newest.isMissingNode()) {
            throw new CommandFailure(
                    "there are no migrations yet. '" + Launcher.name() + " start FILE' starts one.",
                    ExitStatus.NOT_FOUND);
        }
        return newest.path("id").asText();
    }

    /** What the API says now; null if nothing has changed, or Ferry is away for a while. */
    private @Nullable JsonNode look(String migration, Output output, boolean begun)
            throws IOException, InterruptedException {
        HttpResponse<String> answer;
        try {
            answer = ferry.get("/api/migrations/" + migration, tag);
            if (answer.statusCode() == 404) {
                throw MigrationId.unknown(ferry, migration);
            }
            if (answer.statusCode() != 200 && answer.statusCode() != 304) {
                throw ferry.refused(answer);
            }
        } catch (CommandFailure failure) {
            if (failure.status() != ExitStatus.UNREACHABLE || !begun) {
                throw failure;
            }
            away(failure, output);
            return null;
        }
        if (awaySince != null) {
            awaySince = null;
            say(output, "Ferry answers again.", Screen.Style.GOOD);
        }
        if (answer.statusCode() == 304) {
            return null;
        }
        tag = answer.headers().firstValue("ETag").orElse(null);
        return Json.MAPPER.readTree(answer.body());
    }

    private void away(CommandFailure why, Output output) throws IOException {
        Instant now = clock.instant();
        if (awaySince == null) {
            awaySince = now;
            tag = null;
            say(
                    output,
                    "Ferry is away: " + why.getMessage() + " The watch goes on when it answers again.",
                    Screen.Style.WAITING);
        } else if (Duration.between(awaySince, now).compareTo(patience) > 0) {
            throw new CommandFailure(
                    "Ferry has been away for " + words(patience) + ". The last thing was: " + why.getMessage(),
                    ExitStatus.UNREACHABLE);
        }
    }

    private boolean isOver(ExitStatus status) {
        return switch (status) {
            case WELL, ENDED_OTHERWISE -> true;
            case WAITS_FOR_A_PERSON, HAS_AN_INCIDENT -> untilPerson;
            default -> false;
        };
    }

    private void begin(JsonNode details, Output output) throws IOException {
        JsonNode migration = details.path("migration");
        if (json) {
            output.jsonLine(event("migration", migration));
            return;
        }
        output.say("“" + migration.path("name").asText() + "”"
                + (migration.path("rehearsal").asBoolean() ? ", a rehearsal" : "") + ": "
                + migration.path("id").asText());
        output.say("From " + migration.path("source").asText() + " to "
                + migration.path("target").asText() + ", "
                + details.path("progressPercent").asInt() + " % done");
    }

    private boolean tell(JsonNode details, Output output) throws IOException {
        var all = news.of(details);
        for (MigrationNews.News each : all) {
            if (json) {
                output.jsonLine(each.json().put("at", clock.instant().toString()));
                continue;
            }
            say(output, each.text(), each.style());
            each.more().stream().filter(line -> !line.isEmpty()).forEach(line -> output.sayIndented(line, INDENT));
        }
        return !all.isEmpty();
    }

    private void end(JsonNode details, ExitStatus status, Output output) throws IOException {
        JsonNode migration = details.path("migration");
        String outcome = migration.path("outcome").asText("");
        if (outcome.isEmpty()) {
            return;
        }
        if (json) {
            output.jsonLine(event("ended", migration));
            return;
        }
        say(output, "ended: " + outcome, status == ExitStatus.WELL ? Screen.Style.GOOD : Screen.Style.BAD);
        output.sayIndented(
                "The report: " + Launcher.name() + " report "
                        + migration.path("id").asText() + " --html --out report.html",
                INDENT);
    }

    private ObjectNode event(String kind, JsonNode details) {
        ObjectNode event = Json.MAPPER.createObjectNode().put("event", kind);
        event.set("details", details);
        return event.put("at", clock.instant().toString());
    }

    private void say(Output output, String text, Screen.Style style) throws IOException {
        if (json) {
            output.jsonLine(event("note", Json.MAPPER.getNodeFactory().textNode(text)));
            return;
        }
        String wrapped = output.screen().wrapped(text, INDENT);
        output.line(TIME.format(clock.instant()) + "  " + output.screen().styled(wrapped, style));
    }

    private static Duration longer(Duration pause) {
        Duration more = pause.multipliedBy(3).dividedBy(2);
        return more.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : more;
    }

    private static String words(@Nullable Duration duration) {
        return duration == null
                ? ""
                : duration.toString().substring(2).toLowerCase(Locale.ROOT).replaceAll("(?<=[hms])(?=\\d)", " ");
    }
}
