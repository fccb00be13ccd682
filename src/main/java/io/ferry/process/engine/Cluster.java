package io.ferry.process.engine;

import io.camunda.client.CamundaClient;
import io.camunda.client.CamundaClientConfiguration;
import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.command.FinalCommandStep;
import io.camunda.client.api.response.Topology;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * The Camunda cluster on which Ferry works: whether it answers, which version it is, and as whom Ferry signs in. Looks are
 * cheap and frequent; the log tells only what has changed since the look before.
 *
 * <p>It takes the place of the starter's own health indicator, which does not say why.
 */
@Component("camundaClientHealthIndicator")
public class Cluster implements HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(Cluster.class);
    private static final Pattern VERSION = Pattern.compile("(\\d{1,9})\\.(\\d{1,9}).*");
    private static final int OLDEST_MAJOR = 8;
    private static final int OLDEST_MINOR = 8;

    private final CamundaClient camunda;
    private final CamundaProperties properties;
    private volatile State state;

    Cluster(CamundaClient camunda, CamundaProperties properties) {
        this.camunda = camunda;
        this.properties = properties;
        this.state = new NotAskedYet();
    }

    private sealed interface State {}

    /** Before the first look. */
    private record NotAskedYet() implements State {}

    private record Usable(String version) implements State {}

    /** What happened, without a full stop at its end. */
    private record Trouble(String what, String whatToDo) implements State {}

    /** It answers, but Ferry must not use it. */
    private record Refused(String what) implements State {}

    /**
     * Why nothing can go on in Camunda at the moment, in one sentence for people; empty if it answers as it should.
     */
    public Optional<String> trouble() {
        return switch (state) {
            case Usable usable -> Optional.empty();
            case NotAskedYet looking -> Optional.empty();
            case Trouble trouble -> Optional.of(inOneSentence(trouble.what()));
            case Refused refused -> Optional.of(refused.what() + ".");
        };
    }

    /**
     * What does not work, and what that means for people, in one sentence.
     *
     * @param what what happened, with or without a full stop at its end
     */
    public static String inOneSentence(String what) {
        return what.replaceAll("\\.$", "") + "; what is under way waits until it does, and nothing is lost.";
    }

    /** Whether the cluster answered as it should the last time. */
    boolean isUsable() {
        return state instanceof Usable;
    }

    /**
     * Makes sure that Ferry may work on the cluster. It is asked now unless it answered a moment ago.
     *
     * @throws EngineUnavailable if it does not answer or is too old
     */
    void expectUsable() {
        if (!isUsable()) {
            look();
        }
        switch (state) {
            case Usable usable -> {}
            case NotAskedYet looking -> {}
            case Trouble trouble -> throw new EngineUnavailable(trouble.what() + ". " + trouble.whatToDo(), true, null);
            case Refused refused -> throw new EngineUnavailable(refused.what() + ".", true, null);
        }
    }

    /** Asks the cluster now, and tells in the log what has changed. */
    synchronized void look() {
        State before = state;
        State now = asked();
        state = now;
        if (now.equals(before)) {
            return;
        }
        CamundaClientConfiguration configuration = camunda.getConfiguration();
        switch (now) {
            case Usable usable ->
                log.info(
                        "Reached Camunda {} at {}{}, {}",
                        usable.version(),
                        configuration.getRestAddress(),
                        configuration.preferRestOverGrpc() ? "" : " and " + configuration.getGrpcAddress(),
                        SignIn.inWords(configuration.getCredentialsProvider()));
            case NotAskedYet never -> {}
            case Trouble trouble ->
                log.warn(
                        "{}. {} Ferry looks again every {} s",
                        trouble.what(),
                        trouble.whatToDo(),
                        properties.checkEvery().toSeconds());
            case Refused refused -> log.error("{}", refused.what());
        }
    }

    /** Asks the cluster now, without a word in the log. */
    ClusterCheck.Answer answer() {
        CamundaClientConfiguration configuration = camunda.getConfiguration();
        return switch (asked()) {
            case Usable usable ->
                new ClusterCheck.Answer(
                        true,
                        "Camunda " + usable.version() + " at " + configuration.getRestAddress() + ", "
                                + SignIn.inWords(configuration.getCredentialsProvider()) + ".",
                        "");
            case NotAskedYet never -> throw new IllegalStateException("It has just been asked.");
            case Trouble trouble -> new ClusterCheck.Answer(false, trouble.what() + ".", trouble.whatToDo());
            case Refused refused ->
                new ClusterCheck.Answer(false, refused.what() + ".", "Upgrade Camunda (docs/camunda.md).");
        };
    }

    private State asked() {
        String address = "Camunda at " + camunda.getConfiguration().getRestAddress();
        Topology topology;
        try {
            topology = answer(camunda.newTopologyRequest());
        } catch (ClientException noTopology) {
            return troubleWithSearches().orElseGet(() -> trouble(noTopology));
        }
        String version = String.valueOf(topology.getGatewayVersion());
        if (isTooOld(version)) {
            return new Refused(address + " is version " + version
                    + ", and Ferry needs 8.8 or newer: it deploys no model there and starts no migration");
        }
        if (topology.getBrokers().isEmpty()) {
            return new Trouble(address + " has no broker that answers", "See whether its brokers run.");
        }
        return troubleWithSearches().orElseGet(() -> new Usable(version));
    }

    /** They always go to the REST interface, while the topology is asked for where the other work goes, mostly by gRPC. */
    private Optional<State> troubleWithSearches() {
        try {
            answer(camunda.newProcessDefinitionSearchRequest().page(page -> page.limit(1)));
            return Optional.empty();
        } catch (ClientException failure) {
            return Optional.of(trouble(failure));
        }
    }

    private State trouble(ClientException failure) {
        CamundaFailure why = CamundaFailure.of(failure, camunda.getConfiguration());
        return new Trouble(why.what(), why.whatToDo());
    }

    private <T> T answer(FinalCommandStep<T> request) {
        // The client's own timeout does not count the time that it takes to connect.
        return request.requestTimeout(properties.timeout())
                .send()
                .join(properties.timeout().plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A version that nobody can read is one of somebody's own making, who will know. */
    private static boolean isTooOld(String version) {
        Matcher parts = VERSION.matcher(version);
        if (!parts.matches()) {
            return false;
        }
        int major = Integer.parseInt(parts.group(1));
        int minor = Integer.parseInt(parts.group(2));
        return major < OLDEST_MAJOR || major == OLDEST_MAJOR && minor < OLDEST_MINOR;
    }

    @Override
    public Health health() {
        CamundaClientConfiguration configuration = camunda.getConfiguration();
        Health.Builder health = switch (state) {
            case Usable usable -> Health.up().withDetail("version", usable.version());
            case NotAskedYet looking -> Health.unknown();
            case Trouble trouble -> Health.down().withDetail("why", inOneSentence(trouble.what()));
            case Refused refused -> Health.down().withDetail("why", refused.what() + ".");
        };
        return health.withDetail("address", String.valueOf(configuration.getRestAddress()))
                .withDetail("signIn", SignIn.inWords(configuration.getCredentialsProvider()))
                .build();
    }
}
