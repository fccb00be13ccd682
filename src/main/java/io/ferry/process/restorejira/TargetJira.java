package io.ferry.process.restorejira;

import com.fasterxml.jackson.core.type.TypeReference;
import io.ferry.base.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the target Jira holds, as the process variable {@code targetJira}. Null means that the site does not report it.
 *
 * @param title the site's title
 * @param projects how many projects Ferry's user sees; archived ones and those in the trash are not among them
 * @param issues how many issues Ferry's user sees: the site's estimate
 * @param people how many people have an account, inactive ones too
 * @param newestChange when an issue was last changed, in ISO 8601
 * @param content whether there is something to lose
 * @param production the title or host name that looks like a production site's; null if none does
 * @param fingerprint changes when anything of this changes, or other projects are there
 * @param seenAt when Ferry looked, in ISO 8601
 */
record TargetJira(
        @Nullable String title,
        @Nullable Integer projects,
        @Nullable Long issues,
        @Nullable Integer people,
        @Nullable String newestChange,
        Content content,
        @Nullable String production,
        String fingerprint,
        String seenAt) {

    /** Whether an import destroys something. */
    enum Content {
        /** The site reports that it has neither projects nor issues. */
        EMPTY,
        /** The site has projects or issues. */
        NOT_EMPTY,
        /** The site does not report it. It may hold anything. */
        NOT_REPORTED;

        /**
         * What follows from the counts.
         *
         * @param seesEverything whether Ferry's user is an administrator: for others there may be more than they see
         */
        static Content of(@Nullable Integer projects, @Nullable Long issues, boolean seesEverything) {
            if ((projects != null && projects > 0) || (issues != null && issues > 0)) {
                return NOT_EMPTY;
            }
            return projects != null && issues != null && seesEverything ? EMPTY : NOT_REPORTED;
        }
    }

    /** Whether Ferry saw anything that an import overwrites, or that there is nothing. */
    boolean isSeen() {
        return content != Content.NOT_REPORTED;
    }

    /** What people see of it, by the names of this record's parts: the same in every look. */
    Map<String, @Nullable Object> figures() {
        return figuresOf(Json.MAPPER.convertValue(this, new TypeReference<Map<String, Object>>() {}));
    }

    /** The same of what somebody saw earlier. */
    static Map<String, @Nullable Object> figuresOf(Map<String, ?> shown) {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        figures.put("title", shown.get("title"));
        figures.put("projects", shown.get("projects"));
        figures.put("issues", shown.get("issues"));
        figures.put("people", shown.get("people"));
        figures.put("newest change", shown.get("newestChange"));
        return figures;
    }
}
