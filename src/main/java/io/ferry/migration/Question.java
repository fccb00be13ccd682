package io.ferry.migration;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Ferry asks people in a user task, and what they can answer. The models and forms say the same; a test compares them.
 */
public enum Question {
    FAILED_CHECKS("failed-checks", "decide-about-failed-checks", Decision.CHECK_AGAIN, Decision.GO_ON, Decision.STOP),
    SITE_IMPORT(
            "site-import",
            "check-the-site-import",
            Decision.OFFERED,
            Decision.OPENED_ON_REQUEST,
            Decision.NOT_OFFERED,
            Decision.STOP),
    CLOSED_IMPORT("closed-import", "ask-for-the-import", Decision.LOOK_AGAIN, Decision.STOP),
    FREEZE("freeze", "confirm-the-freeze", Decision.CONFIRM, Map.of(), FactName.JCMA, Decision.STOP),
    REINSTALL_APP("reinstall-app", "reinstall-the-app-by-hand", Decision.DONE, Decision.AUTOMATIC, Decision.STOP),
    CREATE_DUMP(
            "create-dump",
            "make-the-dump-by-hand",
            Decision.DONE,
            Decision.KEEP_WATCHING,
            Decision.AUTOMATIC,
            Decision.STOP),
    BACK_UP_JIRA("back-up-jira", "make-the-jira-backup-by-hand", Decision.DONE, Decision.AUTOMATIC, Decision.STOP),
    BACKUP("backup", "decide-about-the-backup", Decision.BACK_UP_AGAIN, Decision.GO_ON, Decision.STOP),
    TARGET_BACKUP(
            "target-backup",
            "back-up-the-target-jira",
            Decision.DONE,
            Decision.GO_ON,
            Decision.LOOK_AGAIN,
            Decision.STOP),
    IMPORT("import", "confirm-the-import", Map.of("typedWord", "IMPORT"), Decision.CONFIRM, Decision.STOP),
    IMPORT_BACKUP(
            "import-backup",
            "import-the-backup-by-hand",
            Decision.DONE,
            Decision.KEEP_WATCHING,
            Decision.AUTOMATIC,
            Decision.STOP),
    MISSING_JIRA_DATA(
            "missing-jira-data",
            "decide-about-missing-jira-data",
            Decision.COMPARE_AGAIN,
            Decision.GO_ON,
            Decision.STOP),
    INSTALL_APP(
            "install-app",
            "install-the-app-by-hand",
            Decision.DONE,
            Decision.KEEP_WATCHING,
            Decision.AUTOMATIC,
            Decision.STOP),
    APP_LICENCE("app-licence", "fix-the-licence", Decision.CHECK_AGAIN, Decision.GO_ON, Decision.STOP),
    MISSING_PEOPLE("missing-people", "investigate-missing-people", Decision.MATCH_AGAIN, Decision.GO_ON, Decision.STOP),
    NEW_ACCOUNTS("new-accounts", "approve-new-accounts", Decision.CREATE, Decision.SKIP, Decision.STOP),
    CREATE_USERS("create-users", "create-the-accounts-by-hand", Decision.DONE, Decision.AUTOMATIC, Decision.STOP),
    MAP_PEOPLE("map-people", "map-people-by-hand", Decision.DONE, Decision.MATCH_AGAIN, Decision.STOP),
    UNMAPPED_PEOPLE(
            "unmapped-people",
            "approve-unmapped-people",
            Map.of("typedWord", Question.LEAVE_UNMAPPED),
            Decision.CONFIRM,
            Decision.BACK,
            Decision.STOP),
    RESTORE(
            "restore",
            "confirm-the-restore",
            Map.of("typedWord", "RESTORE", "typedUnmapped", Question.LEAVE_UNMAPPED),
            Decision.CONFIRM,
            Decision.STOP),
    RESTORE_DUMP(
            "restore-dump",
            "restore-the-dump-by-hand",
            Decision.DONE,
            Decision.KEEP_WATCHING,
            Decision.AUTOMATIC,
            Decision.ROLL_BACK,
            Decision.STOP),
    SAFETY_DUMP("safety-dump", "record-the-safety-dump", FactName.SAFETY_DUMP, Decision.NOTED, Decision.NONE_FOUND),
    RESULT("result", "judge-the-result", Decision.ACCEPT, Decision.VERIFY_AGAIN, Decision.ROLL_BACK, Decision.STOP),
    PICK_CONNECTIONS("pick-connections", "select-the-integrations", Decision.SWITCH_ON, Decision.NONE),
    ACTIVATE_CONNECTIONS(
            "activate-connections",
            "reactivate-integrations-by-hand",
            Decision.DONE,
            Decision.AUTOMATIC,
            Decision.STOP),
    INTEGRATIONS("integrations", "investigate-integrations", Decision.TRY_AGAIN, Decision.GO_ON),
    REMAINING_TASKS("remaining-tasks", "finish-remaining-tasks", Decision.SAVE, Decision.CLOSE),
    ROLL_BACK("roll-back", "decide-about-the-roll-back", Map.of(), Decision.ROLL_BACK, Decision.KEEP),
    ROLL_BACK_BY_HAND(
            "roll-back-by-hand",
            "roll-back-by-hand",
            Decision.DONE,
            Decision.KEEP_WATCHING,
            Decision.AUTOMATIC,
            Decision.STOP),
    INCOMPLETE_ROLL_BACK(
            "incomplete-roll-back",
            "decide-about-an-incomplete-roll-back",
            Decision.CHECK_AGAIN,
            Decision.MANUAL,
            Decision.GO_ON),
    START_OF_THE_ROLL_BACK("start-of-the-roll-back", "start-the-roll-back", Decision.STARTED, Decision.NOT_WANTED),
    WHAT_RUNS_ON(
            "what-runs-on", "decide-about-running-work", Decision.LOOK_AGAIN, Decision.GO_ON, Decision.NEVER_STARTED),
    UNFREEZE("unfreeze", "unfreeze-the-source", Decision.OPEN, Decision.STAY_FROZEN);

    /** What an approver types so that people stay without an account. */
    public static final String LEAVE_UNMAPPED = "LEAVE UNMAPPED";

    /** How much evidence is enough, in characters; the forms ask for as much. */
    public static final int EVIDENCE_LENGTH = 10;

    private final String key;
    private final String form;
    private final Set<Decision> decisions;
    private final @Nullable Decision confirmation;
    private final Map<String, String> words;
    private final @Nullable FactName stated;

    /** A question that decides how the migration continues. */
    Question(String key, String form, Decision... decisions) {
        this(key, form, null, Map.of(), null, decisions);
    }

    /** A question whose first decision is a confirmation, with the words that are typed for it. */
    Question(String key, String form, Map<String, String> words, Decision confirmation, Decision... others) {
        this(key, form, confirmation, words, null, others);
    }

    /** A question whose answer is a fact that nobody but the person has seen. */
    Question(String key, String form, FactName stated, Decision... decisions) {
        this(key, form, null, Map.of(), stated, decisions);
    }

    Question(
            String key,
            String form,
            @Nullable Decision confirmation,
            Map<String, String> words,
            @Nullable FactName stated,
            Decision... others) {
        this.key = key;
        this.form = form;
        this.confirmation = confirmation;
        this.words = words;
        this.stated = stated;
        this.decisions = Stream.concat(Stream.ofNullable(confirmation), Arrays.stream(others))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The name in the models' header {@code subject}, in reports and in the database. */
    public String key() {
        return key;
    }

    /** The id of the form that asks it. */
    public String form() {
        return form;
    }

    /** The element id of the user task that shows the form, named after it. */
    public String userTask() {
        return "Task_"
                + Arrays.stream(form.split("-"))
                        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                        .collect(Collectors.joining());
    }

    /** What can be answered. */
    public Set<Decision> decisions() {
        return decisions;
    }

    /** Whether this answer is a confirmation: a step that changes a site, or a guard, relies on it. */
    public boolean isConfirmedBy(Decision decision) {
        return decision == confirmation;
    }

    /** The words that are typed to confirm, by the form's field. */
    public Map<String, String> words() {
        return words;
    }

    /** The fact that the person states with the answer, in the process variable of its name; none for most questions. */
    public Optional<FactName> stated() {
        return Optional.ofNullable(stated);
    }

    /**
     * Whether an answer counts only with what the person saw, {@link #EVIDENCE_LENGTH} characters at least: where Ferry can
     * see nothing itself and everything later rests on the answer.
     */
    public boolean needsEvidenceFor(Decision decision) {
        return (this == SITE_IMPORT && decision != Decision.STOP)
                || (this == TARGET_BACKUP && (decision == Decision.DONE || decision == Decision.GO_ON));
    }

    /** Finds a question by its key. */
    public static Optional<Question> withKey(String key) {
        return Arrays.stream(values())
                .filter(question -> question.key.equals(key))
                .findFirst();
    }
}
