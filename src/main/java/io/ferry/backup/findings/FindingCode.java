package io.ferry.backup.findings;

import static io.ferry.backup.findings.Certainty.CERTAIN;
import static io.ferry.backup.findings.Certainty.LIKELY;
import static io.ferry.backup.findings.Certainty.PASSES;
import static io.ferry.backup.findings.Certainty.REPORTED;
import static io.ferry.backup.findings.Certainty.UNSURE;
import static io.ferry.backup.findings.Severity.BLOCKS;
import static io.ferry.backup.findings.Severity.INFORMS;
import static io.ferry.backup.findings.Severity.WARNS;

/**
 * Everything that a reading can find: what it means, why it matters and which public page says so, how sure it is that the
 * import stops, and what a person should do about it. The list is the policy: whether a backup counts as importable
 * depends on nothing else. The table in {@code docs/inspect.md} is made from it.
 */
public enum FindingCode {
    ZIP_TRUNCATED(
            BLOCKS,
            CERTAIN,
            FindingSource.ZIP_FORMAT,
            "The zip has no directory at its end: the file is cut off. What is there is read.",
            "A zip lists its entries at its end. Without that list Jira cannot open it.",
            "The file ends too early. Fetch it again from the server and compare its size there, or make a new backup."),
    ZIP_DAMAGED(
            BLOCKS,
            CERTAIN,
            FindingSource.ZIP_FORMAT,
            "The directory does not fit the entries, entries overlap, or compressed data make no sense.",
            "Jira unpacks the file by its directory, and stops at the first entry that does not fit it.",
            "Fetch the file again from the server in binary mode, or make a new backup."),
    ENTRY_DUPLICATE(
            BLOCKS,
            LIKELY,
            FindingSource.ZIP_FORMAT,
            "Two entries have the same name; the first was read.",
            "Programs differ in which of two entries of one name they read.",
            "Nobody can say which of the two Jira will read. Make a new backup, or repack the zip with one of them."),
    ENTRY_ENCRYPTED(
            BLOCKS,
            CERTAIN,
            FindingSource.ZIP_FORMAT,
            "An entry other than `entities.xml` is encrypted. (With `entities.xml` itself the file is unreadable.)",
            "Jira asks nobody for a password.",
            "Jira cannot open encrypted zips. Unpack it with its password and pack the two files again without one."),
    ENTRY_COMPRESSION_UNKNOWN(
            BLOCKS,
            CERTAIN,
            FindingSource.ZIP_FORMAT,
            "`activeobjects.xml` is neither stored nor deflated.",
            "Java, in which Jira is written, unpacks stored and deflated entries only.",
            "Jira reads only stored and deflated entries. Repack the two files with an ordinary zip program."),
    ENTRY_IN_FOLDER(
            BLOCKS,
            LIKELY,
            FindingSource.BACKUP,
            "A document is in a folder of the zip. It is read anyway.",
            "Jira looks for its two documents at the top of the zip.",
            "Repack the zip so that entities.xml and activeobjects.xml are at its top level, in no folder."),
    ENTRY_NAME_UNSAFE(
            WARNS,
            UNSURE,
            FindingSource.ZIP_FORMAT,
            "A name climbs out of the folder, is absolute or too long, or holds control characters.",
            "Such names are used to overwrite files outside the folder that a zip is unpacked into.",
            "Jira does not write such names: find out who packed this file before you trust it. Ferry reads it without unpacking anything."),
    ENTRY_EXTRA(
            INFORMS,
            PASSES,
            FindingSource.BACKUP,
            "There are entries that Jira does not write.",
            "Jira reads its two documents and leaves the rest.",
            "Nothing. Jira's import ignores such entries."),
    ATTACHMENTS_IN_ZIP(
            INFORMS,
            PASSES,
            FindingSource.BACKUP,
            "The zip holds files of attachments, avatars or logos besides the two documents. They are counted, not read.",
            "Jira's own backup never holds them, and the import of a backup does not take them from there.",
            "Take the attachments out of the zip, and hand them over the way that the import asks for them (a zip of the folder data/attachments of its own)."),
    ENTRY_SIZE_DIFFERS(
            BLOCKS,
            LIKELY,
            FindingSource.ZIP_FORMAT,
            "A size in the zip is not the size of the data.",
            "Whoever trusts the size reads too little or too much.",
            "The zip's own directory does not describe what is in it. Fetch the file again, or make a new backup."),
    ENTRY_CHECKSUM_DIFFERS(
            BLOCKS,
            LIKELY,
            FindingSource.ZIP_FORMAT,
            "The CRC-32 in the zip is not that of the data.",
            "The checksum was taken when the file was written, so the bytes have changed since.",
            "Bits have changed since the backup was written. Fetch the file again, or make a new backup."),
    ENTRY_EXPANDS_TOO_MUCH(
            BLOCKS,
            UNSURE,
            FindingSource.ZIP_FORMAT,
            "More than 200 bytes came out of each one (`--max-ratio`).",
            "Jira's backups unpack to 10 to 20 times their size; a bomb unpacks to thousands.",
            "This looks like a zip bomb; reading it was stopped. Find out where the file comes from. If it is a real backup, raise --max-ratio."),
    XML_TRUNCATED(
            BLOCKS,
            CERTAIN,
            FindingSource.XML_FORMAT,
            "A document ends before its root element is closed.",
            "A document without its end is not well-formed, and what is missing is lost.",
            "The export stopped before its end, often for lack of disk space or memory. Look into Jira's log, and make a new backup."),
    XML_RESAVED(
            BLOCKS,
            UNSURE,
            FindingSource.XML_FORMAT,
            "A document is not UTF-8 as Jira writes it, but UTF-16, a single-byte encoding or XML 1.1: a program other than Jira has saved it again.",
            "Jira writes XML 1.0 in UTF-8. Editors that save in another encoding also lose the characters that it does not have.",
            "Do not use the edited file. Make a new backup, or edit again with a program that keeps UTF-8 without changing anything else."),
    XML_MALFORMED(
            BLOCKS,
            CERTAIN,
            FindingSource.XML_FORMAT,
            "A document is not well-formed. The first places are named with line and record; reading went on at the next record.",
            "An XML parser must stop at such a place.",
            "Jira's import would stop at this place. Make a new backup; if the place stays, repair the named record in Jira first."),
    XML_ILLEGAL_CHARACTERS(
            BLOCKS,
            REPORTED,
            FindingSource.ILLEGAL_CHARACTERS,
            "Control characters, written as they are or as a reference such as `&#x1B;`, or bytes that are no UTF-8. How many, and the first places.",
            "XML does not allow them, and the import fails at the first one after hours.",
            "Jira's import would stop at the first of them. Remove them (a search for control characters in the named records, or Atlassian's XML cleaner), and make a new backup."),
    XML_WITH_DOCTYPE(
            BLOCKS,
            LIKELY,
            FindingSource.XML_FORMAT,
            "A document type is declared. Nothing of it is followed.",
            "Document types can make a reader open other files; importers refuse them.",
            "Jira does not write document types or entities: somebody else made or changed this file. Make a new backup."),
    XML_BEYOND_LIMITS(
            BLOCKS,
            UNSURE,
            FindingSource.XML_FORMAT,
            "Nesting, attributes, names, people or comments are beyond what Ferry reads; the message names the option that raises the limit.",
            "Ferry reads hostile files too, so it reads within limits; no known backup reaches them.",
            "Find out where the file comes from. If it is a real backup, read it again with the option that the message names."),
    COUNTS_DIFFER(
            BLOCKS,
            LIKELY,
            FindingSource.BACKUP,
            "The list of counts at the end of `entities.xml` is not what the document holds.",
            "Jira counts its records while it exports them; another number means that some were lost or added.",
            "Records have been lost or added since the export counted them. Make a new backup."),
    COUNTS_MISSING(
            WARNS,
            PASSES,
            FindingSource.BACKUP,
            "That list is missing (as in exports of Jira 4).",
            "Only that list shows that nothing is missing.",
            "The export did not write its list of counts, so nothing proves that it is whole. Make a new backup if you can."),
    ACTIVE_OBJECTS_MISSING(
            BLOCKS,
            LIKELY,
            FindingSource.BACKUP,
            "There is no `activeobjects.xml`.",
            "Apps keep their data there; BigPicture's and Jira Software's boards are among them.",
            "The data of the apps are not in the file. Make a new backup, or add activeobjects.xml of the same export to the zip."),
    ACTIVE_OBJECTS_EMPTY(
            BLOCKS,
            LIKELY,
            FindingSource.BACKUP,
            "`activeobjects.xml` has no bytes.",
            "A document without content is not well-formed.",
            "The export of the apps' data failed. Look into Jira's log for Active Objects, and make a new backup."),
    ACTIVE_OBJECTS_WITHOUT_TABLES(
            WARNS,
            PASSES,
            FindingSource.BACKUP,
            "`activeobjects.xml` is sound, but describes no table. The backup then does not count as complete.",
            "Jira Software alone has dozens of tables.",
            "A Jira in use has tables of apps. If this one has, the export failed: look into Jira's log for Active Objects, and make a new backup."),
    AO_ANOTHER_DOCUMENT(
            BLOCKS,
            LIKELY,
            FindingSource.BACKUP,
            "`activeobjects.xml` is XML, but no Active Objects document: its root is not `backup`.",
            "The importer of the apps' data looks for that root.",
            "Another file was packed under this name. Take activeobjects.xml out of the zip that Jira wrote, or make a new backup."),
    AO_BINARY_FIELD(
            BLOCKS,
            REPORTED,
            FindingSource.BINARY_FIELDS,
            "A table of an app holds binary fields. The tables are named.",
            "The import is reported to end with \"unsupported field encountered: binary\".",
            "Ask the vendor of the app that owns the table how to empty these fields, or uninstall the app and delete its tables before the backup. To look: select the rows of the named table whose binary column is not null."),
    AO_DUPLICATE_KEY(
            BLOCKS,
            LIKELY,
            FindingSource.BACKUP,
            "A primary key occurs twice in a table of an app.",
            "The import writes the rows into a table with a unique key, which refuses the second one.",
            "Make a new backup while nobody uses the app. If the key stays double, have the vendor of the app repair the named table."),
    AO_ROW_WIDTH(
            BLOCKS,
            LIKELY,
            FindingSource.BACKUP,
            "Rows of a table have fewer or more values than the table has columns.",
            "Values are told apart by their position only, so the import cannot place them.",
            "Rows were changed or lost after the export. Make a new backup."),
    AO_DATA_WITHOUT_TABLE(
            BLOCKS,
            LIKELY,
            FindingSource.BACKUP,
            "There are rows of a table that the document does not describe.",
            "The import makes each table before it fills it.",
            "Something was taken out of the file after the export. Make a new backup."),
    AO_VALUE_UNFIT(
            BLOCKS,
            LIKELY,
            FindingSource.BACKUP,
            "Values do not fit their column: a date that is none, a number that is none, a text longer than its column.",
            "The import turns each value into the type of its column, and stops at one that does not fit.",
            "Correct the values in the app, or have its vendor do so, and make a new backup. The details name table, row and column."),
    AO_NUMBER_WITHOUT_PRECISION(
            WARNS,
            UNSURE,
            FindingSource.ORACLE_NUMBERS,
            "An export from Oracle describes number columns without a precision.",
            "Other databases then choose one by themselves, and values can be cut or refused.",
            "Ask the vendor of the app that owns the table for a version that sets the precision, or give the columns one before the backup (Oracle: select table_name, column_name from user_tab_columns where data_type = 'NUMBER' and data_precision is null and table_name like 'AO_%')."),
    AO_APP_WITHOUT_TABLES(
            INFORMS,
            PASSES,
            FindingSource.BIGPICTURE,
            "BigPicture or BigGantt is installed, but none of its tables is in the file.",
            "The app keeps its boxes and tasks in tables of its own. Its dump is made apart, so it can still be carried over.",
            "Open the app on the source once and look whether it shows its boxes. If it does, look into Jira's log for Active Objects, and make a new backup."),
    CLOUD_EXPORT(
            BLOCKS,
            LIKELY,
            FindingSource.SITE_IMPORT,
            "A Jira Cloud or OnDemand site wrote the file.",
            "Ferry carries over Data Center sites; what a cloud site writes is imported in another way.",
            "Make the backup on the Jira Data Center site that you want to leave, not on a cloud site."),
    VERSION_UNKNOWN(
            BLOCKS,
            LIKELY,
            FindingSource.SITE_IMPORT,
            "Neither the properties nor the header say which Jira wrote the file.",
            "The import refuses files whose build number it does not know.",
            "The backup does not say which Jira wrote it, and the import will refuse it. Make a new backup."),
    VERSION_TOO_OLD(
            BLOCKS,
            REPORTED,
            FindingSource.SITE_IMPORT,
            "Written by a Jira before 7.0, by its build number or, where that says nothing, by its version.",
            "The cloud's import begins with Jira 7.0.",
            "Upgrade Jira to 7.6 or newer, and make a new backup."),
    VERSION_NOT_GUARANTEED(
            WARNS,
            UNSURE,
            FindingSource.SITE_IMPORT,
            "Written by Jira 7.0 to 7.5.",
            "Atlassian supports the import from 7.6 on.",
            "Upgrade Jira to 7.6 or newer before the backup, or continue knowing that Atlassian does not guarantee this import."),
    VERSION_TOO_NEW(
            BLOCKS,
            UNSURE,
            FindingSource.SITE_IMPORT,
            "Written by a Jira newer than the target takes (`--newest-jira`, an assumption of Ferry: nobody publishes the figure), by its build number first.",
            "An import refuses data of a build that is newer than its own.",
            "The cloud site may not know this version's data yet. Ask Atlassian's support whether it does; then tell Ferry with --newest-jira."),
    VERSION_DISAGREES(
            WARNS,
            UNSURE,
            FindingSource.SITE_IMPORT,
            "The build number, the version in the properties and the version in the header do not belong together. The build number counts.",
            "The import goes by the build number; a file that contradicts itself was often edited.",
            "Look up the version on the source (Administration > System > System info). If it is not the one that the build number says, make a new backup."),
    APP_MISSING(
            WARNS,
            PASSES,
            FindingSource.BIGPICTURE,
            "Neither BigPicture nor BigGantt is installed.",
            "Ferry's route carries over their data.",
            "If BigPicture or BigGantt is to be carried over, install it on the source, and make the backup and the dump again."),
    APP_TOO_OLD(
            WARNS,
            PASSES,
            FindingSource.BIGPICTURE,
            "The app is older than 8.2.2.",
            "Dumps of older versions cannot be restored in the cloud.",
            "Update the app on the source to 8.2.2 or newer, best to the newest version, before its dump is made."),
    APP_FIELD_TYPES(
            WARNS,
            UNSURE,
            FindingSource.APP_FIELDS,
            "Custom fields have types that apps bring along. The apps are named, and in how many issues such a field has a value.",
            "Without the app nobody can show or keep the values.",
            "Look whether the app exists for Jira Cloud, and how it carries over its fields. For the rest copy the values into a field of a type of Jira's own (Administration > Issues > Custom fields) before the backup."),
    PEOPLE_MISSING(
            WARNS,
            PASSES,
            FindingSource.USER_SYNC,
            "There are no `User` records.",
            "Nobody can be mapped who is not in the file.",
            "Nobody can be mapped from this file. Jira before 4.3 kept its people elsewhere: upgrade first. Else make a new backup."),
    PEOPLE_WITHOUT_EMAIL(
            WARNS,
            UNSURE,
            FindingSource.USER_SYNC,
            "Some people have no e-mail address.",
            "In the cloud a person is known by the e-mail address.",
            "Give these people an e-mail address in Jira or in their directory before the backup; without one they cannot be matched."),
    PEOPLE_WITH_INVALID_EMAIL(
            WARNS,
            REPORTED,
            FindingSource.USER_SYNC,
            "Some addresses cannot be ones: dots or hyphens in the wrong place, blanks (also invisible ones), letters of another alphabet that look alike, an IP address, a domain without a dot.",
            "Characters that the cloud does not take in an address are reported to stop the import of the people.",
            "Correct these addresses in Jira or in the directory before the backup."),
    PEOPLE_WITH_UNUSUAL_EMAIL(
            INFORMS,
            UNSURE,
            FindingSource.USER_SYNC,
            "Some addresses are allowed but seldom: letters beyond ASCII, or signs such as & and / before the @.",
            "Not every mail server and not every form takes them.",
            "Look whether mail reaches these people. If in doubt give them a plain address before the backup."),
    PEOPLE_WITH_EXAMPLE_EMAIL(
            BLOCKS,
            REPORTED,
            FindingSource.EMAIL_CSV,
            "Some people have an address at example.com, example.org or example.net.",
            "The cloud's import is reported to stop at a person with an address @example.com (\"Error processing user emails CSV\"); the other two are reserved in the same way.",
            "Give these people another address in Jira or in their directory, and make a new backup. To look: select user_name, email_address from cwd_user where lower_email_address like '%@example.%'"),
    PEOPLE_ANONYMISED(
            INFORMS,
            PASSES,
            FindingSource.ANONYMISED,
            "Some people were anonymised (their address ends with @jira.invalid).",
            "Their name and address are gone on purpose.",
            "Nothing. They can be neither matched nor invited; leave them out in the mapping."),
    EMAIL_SHARED(
            WARNS,
            REPORTED,
            FindingSource.USER_SYNC,
            "Several user names have the same address. (The same name and address in two directories is one person.)",
            "In the cloud one address is one account.",
            "In the cloud one address is one account. Give each of these people an address of their own before the backup, or decide in the mapping who keeps it."),
    PEOPLE_IN_SEVERAL_DIRECTORIES(
            INFORMS,
            PASSES,
            FindingSource.TWO_ADDRESSES,
            "The same user name is in more than one directory.",
            "Jira takes the person from the first active directory.",
            "Nothing, if the first active directory is the right one; the others' data are not used."),
    PEOPLE_FROM_EXTERNAL_DIRECTORY(
            INFORMS,
            PASSES,
            FindingSource.CHECKLIST,
            "Active people come from an external directory (LDAP, Crowd, Azure AD).",
            "The backup holds a copy as old as the last synchronisation, and the cloud does not ask that directory.",
            "Synchronise the directory just before the backup (Administration > User management > User directories), and plan how these people will sign in to the cloud."),
    PEOPLE_IN_INACTIVE_DIRECTORY(
            WARNS,
            REPORTED,
            FindingSource.FORMER_USERS,
            "Some people are only in directories that are not active.",
            "They are reported to arrive as \"Former user\".",
            "Activate the directory before the backup, or move these people to an active one. If they have left, leave them out together in the mapping. To look: select u.user_name from cwd_user u join cwd_directory d on d.id = u.directory_id where d.active = 0"),
    PEOPLE_WITHOUT_DIRECTORY(
            WARNS,
            UNSURE,
            FindingSource.DIRECTORIES,
            "Some people belong to a directory that is not in the file.",
            "Jira finds people through their directory only.",
            "Make a new backup. If it stays, look: select user_name, directory_id from cwd_user where directory_id not in (select id from cwd_directory)"),
    NOBODY_ACTIVE(
            WARNS,
            UNSURE,
            FindingSource.SITE_IMPORT,
            "Nobody in the file is active.",
            "An import that replaces the people of a site could lock everybody out.",
            "Keep an account in the cloud that the backup does not know, and import so that people are merged. Look why nobody is active."),
    NO_ACTIVE_ADMINISTRATOR(
            WARNS,
            UNSURE,
            FindingSource.SITE_IMPORT,
            "Nobody who may administer Jira is active.",
            "An import that replaces groups and permissions could leave nobody to administer the site.",
            "Put an active person into the group jira-administrators before the backup, or keep an organisation administrator in the cloud."),
    PEOPLE_REMOVED(
            WARNS,
            PASSES,
            FindingSource.FORMER_USERS,
            "Records refer to people who were removed: user keys that lead to nobody. The last user name that the backup holds is shown.",
            "What they wrote stays, but nobody is behind the key.",
            "Their issues and comments stay, but show a former person. Decide in the mapping which account replaces them."),
    USER_TWICE_IN_DIRECTORY(
            BLOCKS,
            REPORTED,
            FindingSource.USER_SYNC,
            "A user name occurs twice in the same directory (in lower case, as Jira compares them).",
            "Two people of one name in one directory are reported to stop the import of the people.",
            "Remove one of the two on the source. To look: select lower_user_name, directory_id, count(*) from cwd_user group by lower_user_name, directory_id having count(*) > 1"),
    USER_KEY_TWICE(
            BLOCKS,
            LIKELY,
            FindingSource.USER_SYNC,
            "A user key or a user name occurs twice among the application users.",
            "Issues refer to people by that key; the table behind it takes each once.",
            "Remove one of the two on the source. To look: select user_key, lower_user_name from app_user where user_key in (select user_key from app_user group by user_key having count(*) > 1) or lower_user_name in (select lower_user_name from app_user group by lower_user_name having count(*) > 1)"),
    MEMBERSHIP_TWICE(
            BLOCKS,
            REPORTED,
            FindingSource.MEMBERSHIPS,
            "Two memberships have the same parent, child and type.",
            "The cloud keeps each such triple once, and the import stops at the second.",
            "Repair the ids on the source as Atlassian's page says, and make a new backup. To look: select parent_id, child_id, membership_type, count(*) from cwd_membership group by parent_id, child_id, membership_type having count(*) > 1"),
    GROUPS_RESERVED(
            INFORMS,
            PASSES,
            FindingSource.RESERVED_GROUPS,
            "Groups have names that the cloud keeps for itself (site-admins, system-administrators, atlassian-addons, atlassian-addons-admin, org-admins).",
            "The cloud does not copy these groups, so that nobody becomes an administrator by accident.",
            "After the import, add the members of these groups again by hand where needed."),
    ISSUE_ID_TWICE(
            BLOCKS,
            LIKELY,
            FindingSource.DUPLICATE_KEYS,
            "An issue id occurs twice.",
            "The import writes issues into a table that takes each id once.",
            "Make a new backup while nobody works. If it stays, run Jira's integrity checker (Administration > System > Integrity checker)."),
    ISSUE_KEY_TWICE(
            BLOCKS,
            REPORTED,
            FindingSource.DUPLICATE_KEYS,
            "Two issues have the same key (project and number).",
            "Jira finds an issue by its key, and the table behind it takes each once.",
            "Move one of the two to another project and back, or follow Atlassian's page. To look: select project, issuenum, count(*) from jiraissue group by project, issuenum having count(*) > 1"),
    PROJECT_TWICE(
            BLOCKS,
            LIKELY,
            FindingSource.DUPLICATE_KEYS,
            "A project id or a project key occurs twice.",
            "The import writes projects into a table that takes each once.",
            "Remove one of the two on the source. To look: select pkey, count(*) from project group by pkey having count(*) > 1"),
    PROJECT_MISSING(
            WARNS,
            UNSURE,
            FindingSource.BACKUP,
            "Issues belong to a project that is not in the file.",
            "An issue without its project cannot be shown.",
            "These issues will not arrive. Run Jira's integrity checker on the source, and make a new backup."),
    STATUS_MISSING(
            WARNS,
            UNSURE,
            FindingSource.BACKUP,
            "Issues have a status that is not in the file.",
            "Jira cannot show or move an issue whose status it does not know.",
            "Run Jira's integrity checker (Administration > System > Integrity checker), and make a new backup. To look: select id, issuestatus from jiraissue where issuestatus not in (select id from issuestatus)"),
    ISSUE_TYPE_MISSING(
            WARNS,
            UNSURE,
            FindingSource.BACKUP,
            "Issues have an issue type that is not in the file.",
            "Jira cannot show an issue whose type it does not know.",
            "Change the type of these issues on the source, and make a new backup. To look: select id, issuetype from jiraissue where issuetype not in (select id from issuetype)"),
    WORKFLOW_MALFORMED(
            WARNS,
            REPORTED,
            FindingSource.WORKFLOWS,
            "The descriptor of a workflow is not XML. The workflows are named.",
            "Jira reads a workflow from its descriptor, and cannot load one that is not well-formed.",
            "Open the named workflow on the source (Administration > Issues > Workflows), correct or replace it, and make a new backup."),
    SEQUENCE_TOO_LOW(
            WARNS,
            UNSURE,
            FindingSource.DUPLICATE_KEYS,
            "The next id that Jira would give out for a kind of record is one that is in use already. The kinds are named.",
            "The next record of that kind would get an id that exists, and be refused.",
            "Restart Jira, so that it recalculates its sequences, and make a new backup. To look: select * from sequence_value_item"),
    PROJECT_KEY_UNUSUAL(
            INFORMS,
            PASSES,
            FindingSource.PROJECT_KEYS,
            "Project keys are longer than 10 characters, or hold other signs than capital letters and digits.",
            "Jira Cloud allows keys of 2 to 10 capital letters and digits; other keys are kept as they are in some imports only.",
            "Change the key on the source if you want to be sure (Project settings > Details); Jira keeps the old key as a second one."),
    ISSUE_COMMENTS_OVER_LIMIT(
            WARNS,
            UNSURE,
            FindingSource.ISSUE_LIMITS,
            "Issues have more comments than the cloud allows (5,000).",
            "Beyond the limit nobody can add a comment, and the import may leave some out.",
            "Move comments of these issues to other ones, or delete old ones of no use, before the backup."),
    ISSUE_ATTACHMENTS_OVER_LIMIT(
            WARNS,
            UNSURE,
            FindingSource.ISSUE_LIMITS,
            "Issues have more attachments than the cloud allows (2,000).",
            "Beyond the limit nobody can attach a file.",
            "Divide these issues, or delete attachments of no use, before the backup."),
    ISSUE_LINKS_OVER_LIMIT(
            WARNS,
            UNSURE,
            FindingSource.ISSUE_LIMITS,
            "Issues have more links to other issues than the cloud allows (2,000).",
            "Beyond the limit nobody can add a link.",
            "Remove links of no use before the backup."),
    ISSUE_WORKLOGS_OVER_LIMIT(
            WARNS,
            UNSURE,
            FindingSource.ISSUE_LIMITS,
            "Issues have more work logs than the cloud allows (10,000).",
            "Beyond the limit nobody can log work.",
            "Divide these issues before the backup, for example by year."),
    ISSUE_REMOTE_LINKS_OVER_LIMIT(
            WARNS,
            UNSURE,
            FindingSource.ISSUE_LIMITS,
            "Issues have more links to web pages and other sites than the cloud allows (2,000).",
            "Beyond the limit nobody can add such a link.",
            "Remove links of no use before the backup."),
    SHARED_WITH_EVERYONE(
            INFORMS,
            PASSES,
            FindingSource.CHECKLIST,
            "Filters or dashboards are shared with everyone, also with people who have not signed in.",
            "In the cloud everyone can mean the whole internet.",
            "Look through them (Administration > System > Shared filters, Shared dashboards), and share them with groups or projects instead."),
    ATTACHMENTS_SEPARATE(
            INFORMS,
            PASSES,
            FindingSource.BACKUP,
            "Attachments are named, but a backup never holds the files.",
            "Jira keeps the files in its home folder, not in its database.",
            "Carry over the folder data/attachments (and avatars and logos) separately."),
    EXPORT_TIME_FROM_ENTRY(
            INFORMS,
            PASSES,
            FindingSource.BACKUP,
            "The root element has no date; the time of the zip entry is shown instead.",
            "Only the root element says when the export was made, and in which time zone.",
            "Nothing. The time comes from the zip and knows no time zone: check that this is the backup you mean.");

    private final Severity severity;
    private final Certainty certainty;
    private final FindingSource source;
    private final String meaning;
    private final String why;
    private final String whatToDo;

    FindingCode(
            Severity severity, Certainty certainty, FindingSource source, String meaning, String why, String whatToDo) {
        this.severity = severity;
        this.certainty = certainty;
        this.source = source;
        this.meaning = meaning;
        this.why = why;
        this.whatToDo = whatToDo;
    }

    /** {@return what a finding of this kind means for the import} */
    public Severity severity() {
        return severity;
    }

    /** {@return how sure it is that the import stops} */
    public Certainty certainty() {
        return certainty;
    }

    /** {@return whether such a backup lacks data of apps, or holds some that cannot be imported} */
    public boolean saysThatAppDataAreMissing() {
        return name().startsWith("AO_") && this != AO_NUMBER_WITHOUT_PRECISION;
    }

    /** {@return the public page that it rests on} */
    public FindingSource source() {
        return source;
    }

    /** {@return what was found, in one or two sentences, in Markdown} */
    public String meaning() {
        return meaning;
    }

    /** {@return why it matters, in one or two sentences} */
    public String why() {
        return why;
    }

    /** {@return what a person should do about it, in one or two sentences; a query of the database only ever reads} */
    public String whatToDo() {
        return whatToDo;
    }
}
