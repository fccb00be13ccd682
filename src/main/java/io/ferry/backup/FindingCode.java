package io.ferry.backup;

import static io.ferry.backup.Severity.BLOCKS;
import static io.ferry.backup.Severity.INFORMS;
import static io.ferry.backup.Severity.WARNS;

/**
 * Everything that a reading can find, with its severity and what a person should do about it. The list is the policy:
 * whether a backup counts as importable depends on nothing else. What each code means stands in {@code docs/inspect.md}.
 */
public enum FindingCode {
    ZIP_TRUNCATED(
            BLOCKS,
            "The file ends too early. Fetch it again from the server and compare its size there, or make a new backup."),
    ZIP_DAMAGED(BLOCKS, "Fetch the file again from the server in binary mode, or make a new backup."),
    ENTRY_DUPLICATE(
            BLOCKS,
            "Nobody can say which of the two Jira will read. Make a new backup, or repack the zip with one of them."),
    ENTRY_ENCRYPTED(
            BLOCKS,
            "Jira cannot open encrypted zips. Unpack it with its password and pack the two files again without one."),
    ENTRY_COMPRESSION_UNKNOWN(
            BLOCKS, "Jira reads only stored and deflated entries. Repack the two files with an ordinary zip program."),
    ENTRY_IN_FOLDER(
            BLOCKS, "Repack the zip so that entities.xml and activeobjects.xml stand at its top, in no folder."),
    ENTRY_NAME_UNSAFE(
            WARNS,
            "Jira does not write such names: find out who packed this file before you trust it. Ferry reads it without unpacking anything."),
    ENTRY_EXTRA(INFORMS, "Nothing. Jira's import ignores such entries."),
    ENTRY_SIZE_DIFFERS(
            BLOCKS,
            "The zip's own directory does not describe what is in it. Fetch the file again, or make a new backup."),
    ENTRY_CHECKSUM_DIFFERS(
            BLOCKS, "Bits have changed since the backup was written. Fetch the file again, or make a new backup."),
    ENTRY_EXPANDS_TOO_MUCH(
            BLOCKS,
            "This looks like a zip bomb; reading it was stopped. Find out where the file comes from. If it is a real backup, raise --max-ratio."),
    XML_TRUNCATED(
            BLOCKS,
            "The export stopped before its end, often for lack of disk space or memory. Look into Jira's log, and make a new backup."),
    XML_MALFORMED(
            BLOCKS,
            "Jira's import would stop at this place. Make a new backup; if the place stays, repair the named record in Jira first."),
    XML_ILLEGAL_CHARACTERS(
            BLOCKS,
            "Jira's import would stop at the first of them. Remove them (a search for control characters in the named records, or Atlassian's XML cleaner), and make a new backup."),
    XML_WITH_DOCTYPE(
            BLOCKS,
            "Jira does not write document types or entities: somebody else made or changed this file. Make a new backup."),
    XML_BEYOND_LIMITS(
            BLOCKS,
            "No Jira writes such a document; reading it was stopped. Find out where the file comes from, or raise Ferry's limits for backups."),
    COUNTS_DIFFER(BLOCKS, "Records have been lost or added since the export counted them. Make a new backup."),
    COUNTS_MISSING(
            WARNS,
            "The export did not write its list of counts, so nothing proves that it is whole. Make a new backup if you can."),
    ACTIVE_OBJECTS_MISSING(
            BLOCKS,
            "The data of the apps are not in the file. Make a new backup, or add activeobjects.xml of the same export to the zip."),
    ACTIVE_OBJECTS_EMPTY(
            BLOCKS,
            "The export of the apps' data failed. Look into Jira's log for Active Objects, and make a new backup."),
    ACTIVE_OBJECTS_WITHOUT_TABLES(
            WARNS,
            "A Jira in use has tables of apps. If this one has, the export failed: look into Jira's log for Active Objects, and make a new backup."),
    CLOUD_EXPORT(BLOCKS, "Make the backup on the Jira Data Center site that you want to leave, not on a cloud site."),
    VERSION_UNKNOWN(
            BLOCKS, "The backup does not say which Jira wrote it, and the import will refuse it. Make a new backup."),
    VERSION_TOO_OLD(BLOCKS, "Upgrade Jira to 7.6 or newer, and make a new backup."),
    VERSION_NOT_GUARANTEED(
            WARNS,
            "Upgrade Jira to 7.6 or newer before the backup, or go on knowing that Atlassian does not guarantee this import."),
    VERSION_TOO_NEW(
            BLOCKS,
            "The cloud site may not know this version's data yet. Ask Atlassian's support whether it does; then tell Ferry with --newest-jira."),
    APP_MISSING(
            WARNS,
            "If BigPicture or BigGantt is to be carried over, install it on the source, and make the backup and the dump again."),
    APP_TOO_OLD(
            WARNS,
            "Update the app on the source to 8.2.2 or newer, best to the newest version, before its dump is made."),
    PEOPLE_MISSING(
            WARNS,
            "Nobody can be mapped from this file. Jira before 4.3 kept its people elsewhere: upgrade first. Else make a new backup."),
    PEOPLE_WITHOUT_EMAIL(
            WARNS,
            "Give these people an e-mail address in Jira or in their directory before the backup; without one they cannot be matched."),
    PEOPLE_WITH_INVALID_EMAIL(WARNS, "Correct these addresses in Jira or in the directory before the backup."),
    EMAIL_SHARED(
            WARNS,
            "In the cloud one address is one account. Give each of these people an address of their own before the backup, or decide in the mapping who keeps it."),
    PEOPLE_IN_SEVERAL_DIRECTORIES(
            INFORMS, "Nothing, if the first active directory is the right one; the others' data are not used."),
    PEOPLE_REMOVED(
            WARNS,
            "Their issues and comments stay, but show a former person. Decide in the mapping who stands for them."),
    PROJECT_MISSING(
            WARNS, "These issues will not arrive. Run Jira's integrity checker on the source, and make a new backup."),
    ATTACHMENTS_SEPARATE(INFORMS, "Carry over the folder data/attachments (and avatars and logos) separately."),
    EXPORT_TIME_FROM_ENTRY(
            INFORMS,
            "Nothing. The time comes from the zip and knows no time zone: check that this is the backup you mean.");

    private final Severity severity;
    private final String whatToDo;

    FindingCode(Severity severity, String whatToDo) {
        this.severity = severity;
        this.whatToDo = whatToDo;
    }

    /** {@return what a finding of this kind means for the import} */
    public Severity severity() {
        return severity;
    }

    /** {@return what a person should do about it, in one or two sentences} */
    public String whatToDo() {
        return whatToDo;
    }
}
