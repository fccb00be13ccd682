package io.ferry.backup.model;

/** The names of the two documents of a backup, and of the root of the first one. */
public final class BackupDocuments {
    /** Jira's own records. */
    public static final String ENTITIES = "entities.xml";

    /** The data of the apps. */
    public static final String ACTIVE_OBJECTS = "activeobjects.xml";

    /** The root element of {@link #ENTITIES}. */
    public static final String ENTITIES_ROOT = "entity-engine-xml";

    private BackupDocuments() {}
}
