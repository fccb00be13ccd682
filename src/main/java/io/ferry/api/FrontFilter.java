package io.ferry.api;

import io.ferry.access.SignedIn;
import io.ferry.base.Words;
import io.ferry.migration.App;
import io.ferry.migration.Migrations;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which migrations the front page shows, and in which order: its query parameters.
 *
 * @param name what the name contains; blank for any
 * @param show how they are, or what they wait for
 * @param app the app; null for any
 * @param kind whether they are rehearsals; null for any
 * @param sort their order
 */
record FrontFilter(
        String name, Show show, @Nullable App app, @Nullable Kind kind, Sort sort) {
    private static final int LONGEST_NAME = 100;

    /** How migrations are, or what they wait for. */
    enum Show implements Choice {
        ALL("everything"),
        UNDER_WAY("under way"),
        WAITING("waiting for people"),
        MINE("waiting for me"),
        STUCK("stuck"),
        ENDED("ended");

        private final String words;

        Show(String words) {
            this.words = words;
        }

        @Override
        public String words() {
            return words;
        }
    }

    /** Whether migrations change the cloud site. */
    enum Kind implements Choice {
        MIGRATION("migrations"),
        REHEARSAL("rehearsals");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String words() {
            return words;
        }
    }

    /** The order of migrations. */
    enum Sort implements Choice {
        URGENT("what waits first"),
        NEWEST("newest first"),
        OLDEST("oldest first"),
        NAME("by name");

        private final String words;

        Sort(String words) {
            this.words = words;
        }

        @Override
        public String words() {
            return words;
        }

        Migrations.Order order() {
            return switch (this) {
                case URGENT, NEWEST -> Migrations.Order.NEWEST;
                case OLDEST -> Migrations.Order.OLDEST;
                case NAME -> Migrations.Order.NAME;
            };
        }
    }

    /** Something to choose from. */
    interface Choice {
        /** The constant. */
        String name();

        /** What people read. */
        String words();
    }

    /**
     * An option of a field.
     *
     * @param value its value in the address
     */
    record Option(String value, String text, boolean chosen) {}

    /**
     * What the address asks for.
     *
     * @throws RequestRefused if it asks for something that there is not
     */
    static FrontFilter of(String name, String show, String app, String kind, String sort) {
        if (name.length() > LONGEST_NAME) {
            throw RequestRefused.invalid("q", "a part of a name, at most " + LONGEST_NAME + " characters");
        }
        return new FrontFilter(
                name.strip(),
                chosen("show", show, Show.values()).orElse(Show.ALL),
                app.isEmpty()
                        ? null
                        : Arrays.stream(App.values())
                                .filter(one -> key(one.name()).equals(app))
                                .findFirst()
                                .orElseThrow(() -> RequestRefused.invalid("app", keys(App.values()))),
                chosen("kind", kind, Kind.values()).orElse(null),
                chosen("sort", sort, Sort.values()).orElse(Sort.URGENT));
    }

    private static <T extends Enum<T> & Choice> Optional<T> chosen(String field, String value, T[] all) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(all)
                .filter(one -> key(one.name()).equals(value))
                .findFirst()
                .orElseThrow(() -> RequestRefused.invalid(field, keys(all))));
    }

    private static String keys(Enum<?>[] all) {
        return Arrays.stream(all).map(one -> key(one.name())).collect(Collectors.joining(", ", "one of ", ""));
    }

    private static String key(String constant) {
        return Words.of(constant).replace(' ', '-').toLowerCase(java.util.Locale.ROOT);
    }

    /** What the record is asked for, of what whoever is signed in may see. */
    Migrations.Wanted wanted() {
        return new Migrations.Wanted(
                name, app, kind == null ? null : kind == Kind.REHEARSAL, sort.order(), SignedIn.visibleTeams());
    }

    /** Whether migrations under way are shown. */
    boolean showsUnderWay() {
        return show != Show.ENDED;
    }

    /** Whether migrations that have ended are shown. */
    boolean showsEnded() {
        return show == Show.ALL || show == Show.ENDED;
    }

    /** Whether some are left out. */
    boolean isSet() {
        return !name.isEmpty() || show != Show.ALL || app != null || kind != null;
    }

    List<Option> shows() {
        return options(Show.values(), show);
    }

    List<Option> kinds() {
        return options(Kind.values(), kind);
    }

    List<Option> sorts() {
        return options(Sort.values(), sort);
    }

    List<Option> apps() {
        return Arrays.stream(App.values())
                .map(one -> new Option(key(one.name()), one.title(), one == app))
                .toList();
    }

    private static <T extends Enum<T> & Choice> List<Option> options(T[] all, @Nullable T chosen) {
        return Arrays.stream(all)
                .map(one -> new Option(key(one.name()), Words.capital(one.words()), one == chosen))
                .toList();
    }

    /**
     * The address of a page.
     *
     * @param page of those under way, from 0
     * @param ended of those that have ended, from 0
     */
    String address(int page, int ended) {
        var query = new StringBuilder();
        add(query, "q", name);
        add(query, "show", show == Show.ALL ? "" : key(show.name()));
        add(query, "app", app == null ? "" : key(app.name()));
        add(query, "kind", kind == null ? "" : key(kind.name()));
        add(query, "sort", sort == Sort.URGENT ? "" : key(sort.name()));
        add(query, "page", page == 0 ? "" : String.valueOf(page));
        add(query, "ended", ended == 0 ? "" : String.valueOf(ended));
        return "/" + query;
    }

    private static void add(StringBuilder query, String field, String value) {
        if (!value.isEmpty()) {
            query.append(query.isEmpty() ? "?" : "&")
                    .append(field)
                    .append("=")
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
