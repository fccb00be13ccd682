package io.ferry.sandbox.side;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A port of the sandbox, and the site that answers there. BigPicture on Data Center answers on Jira's port. */
public enum Side {
    JIRA_DATA_CENTER,
    JIRA_CLOUD,
    BIGPICTURE_CLOUD,
    /** What stands at api.atlassian.com: the way for scoped tokens, and the organisation API. */
    ATLASSIAN_GATEWAY,
    CONTROL;

    /** @return the name in JSON and on the command line, such as {@code jira-cloud} */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Finds a side by its label.
     *
     * @param label such as {@code jira-cloud}
     * @return the side
     * @throws IllegalArgumentException naming the labels that there are
     */
    @JsonCreator
    public static Side labelled(String label) {
        return Arrays.stream(values())
                .filter(side -> side.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("side must be one of "
                        + Arrays.stream(values()).map(Side::label).collect(Collectors.joining(", "))));
    }
}
