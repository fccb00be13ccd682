package io.ferry.backup.model;

import java.util.Objects;

/**
 * Something that a backup names: issues refer to these by id, and boxes to filters.
 *
 * @param id Jira's id
 * @param name what people read
 */
public record BackupName(Kind kind, String id, String name) {

    /** What is named. */
    public enum Kind {
        ISSUE_TYPE("IssueType"),
        STATUS("Status"),
        PRIORITY("Priority"),
        FILTER("SearchRequest");

        private final String entity;

        Kind(String entity) {
            this.entity = entity;
        }

        /** The record in entities.xml. */
        public String entity() {
            return entity;
        }
    }

    public BackupName {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
    }
}
