package io.ferry.base;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whose the type of a custom field is, by its key such as {@code com.example.app:score}. */
public final class FieldType {
    /** Types of Jira itself, of Jira Software, Service Management and Advanced Roadmaps; the cloud has them too. */
    private static final Pattern OF_JIRA =
            Pattern.compile("com\\.atlassian\\.(?!jira\\.toolkit).*|com\\.pyxis\\.greenhopper\\.jira.*");

    private FieldType() {}

    /** The key of the app that brings the type along; null for types of Jira's own. */
    public static @Nullable String app(String type) {
        int colon = type.indexOf(':');
        String plugin = colon < 0 ? type : type.substring(0, colon);
        return OF_JIRA.matcher(plugin).matches() ? null : plugin;
    }
}
