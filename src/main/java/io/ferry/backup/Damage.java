package io.ferry.backup;

import java.util.Locale;

/** What may be wrong with a sample backup, on request. Each one makes a reading find something, or refuse the file. */
public enum Damage {
    /** The zip is cut off, as by a broken transfer. */
    TRUNCATE,
    /** The document stops in a record, as by a full disk; the zip is sound. */
    TRUNCATE_XML,
    /** Control characters and broken UTF-8 in texts. */
    CONTROL_CHARACTERS,
    /** Records that are not well-formed. */
    MALFORMED,
    /** The trailing comment claims more than there is. */
    COUNT_MISMATCH,
    /** No trailing comment. */
    NO_COUNTS,
    /** No activeobjects.xml. */
    NO_ACTIVE_OBJECTS,
    /** An activeobjects.xml of no bytes. */
    EMPTY_ACTIVE_OBJECTS,
    /** An activeobjects.xml without tables. */
    NO_TABLES,
    /** An export of a cloud site. */
    CLOUD,
    /** Written by Jira 4.2: no people, no trailing comment, issues named by key only. */
    JIRA_4,
    /** Written by Jira 6.3. */
    JIRA_6,
    /** Written by Jira 7.2, whose import is not guaranteed. */
    JIRA_7,
    /** Written by a Jira that does not exist yet. */
    JIRA_99,
    /** Nothing says which Jira wrote it. */
    NO_VERSION,
    /** Neither BigPicture nor BigGantt is installed. */
    NO_APP,
    /** BigPicture is too old for its dump to be restored. */
    OLD_APP,
    /** The root says no time. */
    NO_DATE,
    /** Issues of a project that is not there. */
    LOST_PROJECT,
    /** A document type with external and exploding entities. */
    DOCTYPE,
    /** Elements within elements within elements. */
    DEEP,
    /** An element with thousands of attributes. */
    MANY_ATTRIBUTES,
    /** One value of many megabytes. */
    LONG_TAG,
    /** A document that unpacks to far more than it should. */
    BOMB,
    /** Two entries of the name entities.xml. */
    DUPLICATE_ENTRY,
    /** The app data are encrypted. */
    ENCRYPTED,
    /** An entry whose name climbs out of the folder. */
    CLIMBING_NAME,
    /** An entry that Jira does not write. */
    EXTRA_ENTRY,
    /** The documents stand in a folder. */
    IN_FOLDER,
    /** The app data are compressed in a way that Jira does not read. */
    UNKNOWN_COMPRESSION,
    /** The zip's directory claims another size. */
    WRONG_SIZE,
    /** The zip's directory claims another checksum. */
    WRONG_CHECKSUM,
    /** The zip's directory points elsewhere. */
    WRONG_DIRECTORY,
    /** Bytes of the compressed data are changed. */
    FLIPPED_BYTES;

    /** {@return the name as it is typed, such as {@code count-mismatch}} */
    public String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads a name as it is typed.
     *
     * @param text such as {@code count-mismatch}
     * @return the damage
     * @throws IllegalArgumentException if there is none of this name; the message lists them
     */
    public static Damage of(String text) {
        for (Damage damage : values()) {
            if (damage.option().equals(text.strip().toLowerCase(Locale.ROOT))) {
                return damage;
            }
        }
        StringBuilder known = new StringBuilder();
        for (Damage damage : values()) {
            known.append(known.isEmpty() ? "" : ", ").append(damage.option());
        }
        throw new IllegalArgumentException("There is no damage \"" + text + "\". Known: " + known + ".");
    }
}
