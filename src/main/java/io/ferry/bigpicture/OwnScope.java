package io.ferry.bigpicture;

import java.util.List;

/**
 * What a box draws its tasks from, itself.
 *
 * @param definitions one for each connection
 */
public record OwnScope(List<Definition> definitions) {

    /** Copies the list. */
    public OwnScope {
        definitions = List.copyOf(definitions);
    }

    /**
     * The scope from one connection.
     *
     * @param narrowingQuery a query; if it is not blank, it alone is the scope
     * @param elements filters, projects and boards
     * @param manuallyAdded keys of tasks added by hand
     */
    public record Definition(String narrowingQuery, List<Element> elements, List<String> manuallyAdded) {

        /** Copies the lists. */
        public Definition {
            elements = List.copyOf(elements);
            manuallyAdded = List.copyOf(manuallyAdded);
        }
    }

    /**
     * A filter, project or board.
     *
     * @param type {@code JIRA_FILTER}, {@code JIRA_PROJECT} or {@code JIRA_AGILE_BOARD}
     * @param value its id or key
     * @param available whether the app finds it
     * @param accessible whether the app may read it
     */
    public record Element(String type, String value, boolean available, boolean accessible) {

        /** Whether it broke on the way. */
        public boolean isBroken() {
            return !available || !accessible;
        }
    }
}
