package io.ferry.process.mapusers;

import io.ferry.jira.cloud.CreatedUser;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intent;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.migration.Timeline;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteFailure;
import io.ferry.users.People;
import io.ferry.users.PersonStanding;
import io.ferry.users.UsersProperties;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/**
 * Creates accounts one by one, each with an intent of its own. Jira answers a second request for the same address with the
 * same account, so a request whose outcome is unknown may be repeated: nobody is created twice.
 */
@Component
class AccountCreation {
    private static final String ACTION = "createUser";
    private static final String ACCOUNT = "accountId";
    private static final String CREATED = "created";
    /** Camunda is not asked before each of thousands of accounts whether the migration was cancelled meanwhile. */
    private static final Duration ONE_LOOK_LASTS = Duration.ofSeconds(5);

    private final Sites sites;
    private final People people;
    private final Intents intents;
    private final FactsOfMigration facts;
    private final Timeline timeline;
    private final List<String> products;

    AccountCreation(
            Sites sites,
            People people,
            Intents intents,
            FactsOfMigration facts,
            Timeline timeline,
            UsersProperties properties) {
        this.sites = sites;
        this.people = people;
        this.intents = intents;
        this.facts = facts;
        this.timeline = timeline;
        this.products = properties.products().stream().sorted().toList();
    }

    Map<String, Object> create(Step step) {
        var run = new Run(step, sites.target(step.settings()), people.creatable(step.id()));
        run.everybody();
        facts.verified(step.id(), FactName.CREATED, run.counts());
        return Map.of(CREATED, run.counts());
    }

    /** One run through the people, who are taken as they are at its beginning. */
    private final class Run {
        private final Step step;
        private final JiraCloud cloud;
        private final List<PersonStanding> missing;
        private int created;
        private int already;
        private int done;

        Run(Step step, JiraCloud cloud, List<PersonStanding> missing) {
            this.step = step;
            this.cloud = cloud;
            this.missing = new ArrayList<>(missing);
        }

        /** Left are those whom the site refused one by one. */
        Map<String, Object> counts() {
            var counts = new LinkedHashMap<String, Object>();
            counts.put(CREATED, created);
            counts.put("already", already);
            counts.put("left", missing.size() - created - already);
            return counts;
        }

        void everybody() {
            for (var standing : missing) {
                step.expectOurs(ONE_LOOK_LASTS);
                one(
                        standing.person().userKey(),
                        Objects.requireNonNull(standing.person().email()));
                done++;
                step.phase().ifPresent(phase -> timeline.progress(step.id(), phase, done * 100 / missing.size()));
            }
        }

        private void one(String userKey, String email) {
            switch (intents.begin(step.id(), ACTION, Map.of("person", hash(userKey)))) {
                case IntentState.Done(Intent intent, Map<String, Object> result) ->
                    took(userKey, String.valueOf(result.get(ACCOUNT)), Boolean.TRUE.equals(result.get(CREATED)));
                case IntentState.Fresh(Intent intent) -> ask(intent, userKey, email);
                case IntentState.Unfinished(Intent intent) -> ask(intent, userKey, email);
            }
        }

        private void ask(Intent intent, String userKey, String email) {
            switch (answer(intent, email)) {
                case CreatedUser.Created(String accountId) -> {
                    boolean isNew = !people.knowsAccount(step.id(), accountId);
                    intents.done(intent, Map.of(ACCOUNT, accountId, CREATED, isNew));
                    took(userKey, accountId, isNew);
                }
                case CreatedUser.AlreadyThere() ->
                    intents.failed(intent, "The person has an account without access to the product");
                case CreatedUser.Refused(String reason) -> intents.failed(intent, reason);
                case CreatedUser.LicenceExceeded() -> {
                    intents.failed(intent, "The licence has no seat left");
                    throw stopped(
                            "The licence of the cloud site has no seat left.",
                            "Get more seats and let Ferry try again, or map the others by hand.");
                }
                case CreatedUser.NotAllowed() -> {
                    intents.failed(intent, "Ferry's user may not create accounts");
                    throw StepRefused.automationUnavailable(
                            "Ferry's user in the cloud site may not create accounts.",
                            told(),
                            "An organisation administrator creates them: the people's list, filtered by “unmatched”, names them.");
                }
            }
        }

        private CreatedUser answer(Intent intent, String email) {
            try {
                return cloud.createUser(email, products);
            } catch (OutcomeUnknownException unknown) {
                throw RemoteFailure.passing(
                        unknown.title(), "Ferry asks again, which Jira answers with the same account.");
            } catch (RemoteFailure failure) {
                intents.failed(intent, String.valueOf(failure.getMessage()));
                throw failure;
            }
        }

        private void took(String userKey, String accountId, boolean isNew) {
            people.recordAccount(step.id(), userKey, accountId, isNew);
            if (isNew) {
                created++;
            } else {
                already++;
            }
        }

        private StepRefused stopped(String title, String whatToDo) {
            facts.verified(step.id(), FactName.CREATED, counts());
            return StepRefused.refused(title, told(), whatToDo);
        }

        private String told() {
            return "%d accounts were created now, %d were there already, %d people are left."
                    .formatted(created, already, missing.size() - created - already);
        }
    }

    /** Names a person in the intents without telling who it is. */
    private static String hash(String userKey) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(userKey.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
