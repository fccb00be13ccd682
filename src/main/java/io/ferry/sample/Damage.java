package io.ferry.sample;

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
    FLIPPED_BYTES,
    /** A control character written as a reference. */
    CONTROL_REFERENCE,
    /** Saved again as UTF-16. */
    UTF_16,
    /** Saved again as Latin-1, and declared so. */
    LATIN_1,
    /** Saved again as XML 1.1. */
    XML_1_1,
    /** A comment of many megabytes, which is sound. */
    LONG_TEXT,
    /** Attachments in the same zip. */
    ATTACHMENTS,
    /** Somebody has an address at example.com. */
    EXAMPLE_EMAIL,
    /** Somebody has an address with two dots in a row. */
    INVALID_EMAIL,
    /** Somebody has an address with an umlaut. */
    UNUSUAL_EMAIL,
    /** Somebody was anonymised. */
    ANONYMISED,
    /** Somebody comes from an LDAP directory. */
    EXTERNAL_DIRECTORY,
    /** Somebody stands in an inactive directory only. */
    INACTIVE_DIRECTORY,
    /** Somebody belongs to a directory that is not there. */
    LOST_DIRECTORY,
    /** Nobody is active. */
    NOBODY_ACTIVE,
    /** The group of administrators holds nobody who is active. */
    NO_ADMINISTRATOR,
    /** Somebody was removed, and is still the value of a field. */
    REMOVED_PERSON,
    /** A user name twice in one directory. */
    DUPLICATE_USER,
    /** A user key twice. */
    DUPLICATE_USER_KEY,
    /** A membership twice. */
    DUPLICATE_MEMBERSHIP,
    /** A group that the cloud keeps for itself. */
    RESERVED_GROUP,
    /** An issue id twice. */
    DUPLICATE_ISSUE_ID,
    /** An issue key twice. */
    DUPLICATE_ISSUE_KEY,
    /** A project key twice. */
    DUPLICATE_PROJECT,
    /** An issue with a status that is not there. */
    LOST_STATUS,
    /** An issue with a type that is not there. */
    LOST_ISSUE_TYPE,
    /** A workflow whose descriptor is not XML. */
    BROKEN_WORKFLOW,
    /** A sequence below the highest id. */
    LOW_SEQUENCE,
    /** A project key longer than the cloud allows. */
    LONG_PROJECT_KEY,
    /** An issue with more comments than the cloud allows. */
    MANY_COMMENTS,
    /** An issue with more attachments than the cloud allows. */
    MANY_ATTACHMENTS,
    /** An issue with more links than the cloud allows. */
    MANY_LINKS,
    /** An issue with more work logs than the cloud allows. */
    MANY_WORKLOGS,
    /** An issue with more remote links than the cloud allows. */
    MANY_REMOTE_LINKS,
    /** A filter that is shared with everyone. */
    SHARED_WITH_EVERYONE,
    /** A custom field whose type an app brings along. */
    APP_FIELDS,
    /** A binary field in the data of an app. */
    BINARY_FIELD,
    /** A primary key twice in the data of an app. */
    DUPLICATE_ROW,
    /** A row with fewer values than columns. */
    SHORT_ROW,
    /** Rows of a table that is not described. */
    LOST_TABLE,
    /** A date that is none in the data of an app. */
    INVALID_DATE,
    /** Number columns without precision in an export from Oracle. */
    ORACLE_NUMBERS,
    /** A web page under the name activeobjects.xml. */
    OTHER_APP_DOCUMENT,
    /** BigPicture is installed, but has no tables. */
    NO_BIGPICTURE_TABLES,
    /** The build number is that of another version. */
    VERSION_CONTRADICTION,
    /** Written by Jira OnDemand. */
    ONDEMAND,
    /** The build number is newer than any. */
    BUILD_TOO_NEW,
    /** Written by Jira 3.13.2, whose header said so in other words. */
    ENTERPRISE_EDITION,
    /** A zip with the backup in it. */
    ZIP_IN_ZIP,
    /** The documents have names in capital letters. */
    UPPER_CASE_NAME,
    /** An export of Confluence. */
    CONFLUENCE,
    /** The documents are compressed by bzip2. */
    BZIP2,
    /** The documents are compressed by LZMA. */
    LZMA,
    /** No zip but a .tar.gz under the name of one. */
    TAR_GZ,
    /** No zip but the page on which people sign in. */
    WEB_PAGE,
    /** No bytes at all. */
    EMPTY_FILE,
    /** Somebody's address has an IP address in place of a domain. */
    IP_EMAIL,
    /** Somebody's address has a Cyrillic letter that looks like a Latin one. */
    LOOK_ALIKE_EMAIL,
    /** Somebody's address has blanks that nobody sees at its ends. */
    BLANKS_AROUND_EMAIL;

    /** Whether so little can be read of a backup with this that nothing else can be found. */
    public boolean hidesTheRest() {
        return switch (this) {
            case UTF_16,
                    ENTERPRISE_EDITION,
                    ZIP_IN_ZIP,
                    UPPER_CASE_NAME,
                    CONFLUENCE,
                    BZIP2,
                    LZMA,
                    TAR_GZ,
                    WEB_PAGE,
                    EMPTY_FILE,
                    OTHER_APP_DOCUMENT -> true;
            default -> false;
        };
    }

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
