package io.ferry.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ferry.remote.RemoteFailure.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;

class FailureClassifierTest {
    private static final Call ASKING = new Call("jira.example.com", "GET /rest/thing", false);
    private static final Call CHANGING = new Call("jira.example.com", "POST /rest/thing", true);

    private final FailureClassifier failures =
            new FailureClassifier(Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({
        "400, BY_DESIGN, refuses this",
        "401, LASTING, does not accept the credential",
        "403, LASTING, does not allow this",
        "404, LASTING, knows nothing at this address",
        "405, BY_DESIGN, does not offer this call",
        "408, PASSING, was not ready",
        "409, BY_DESIGN, refuses this",
        "410, BY_DESIGN, has withdrawn this call",
        "413, BY_DESIGN, refuses this",
        "418, LASTING, answered 418",
        "422, BY_DESIGN, refuses this",
        "429, PASSING, slow down",
        "500, PASSING, error of its own",
        "501, BY_DESIGN, does not offer this call",
        "502, PASSING, error of its own",
        "503, PASSING, is not available",
        "504, PASSING, error of its own",
        "599, PASSING, error of its own",
    })
    void shouldSayWhatAnAnswerMeans(int status, Kind kind, String words) {
        // when
        RemoteFailure failure = (RemoteFailure) failures.answered(ASKING, status, headers(Map.of()), "");

        // then
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.title()).contains("jira.example.com").contains(words);
        assertThat(failure.whatToDo()).isNotBlank();
        assertThat(failure.httpStatus()).hasValue(status);
    }

    @ParameterizedTest
    @CsvSource({
        "408, true",
        "500, true",
        "502, true",
        "504, true",
        "520, true",
        "524, true",
        "599, true",
        "501, false",
        "503, false",
        "429, false",
        "400, false",
        "401, false"
    })
    void shouldKnowAfterWhichAnswersAChangeMayHaveHappened(int status, boolean unknown) {
        // when
        RuntimeException failure = failures.answered(CHANGING, status, headers(Map.of()), "");

        // then
        assertThat(failure instanceof OutcomeUnknownException).isEqualTo(unknown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "upstream connect error or disconnect/reset before headers. reset reason: connection termination | true",
                "upstream connect error or disconnect/reset before headers. reset reason: connection failure | false",
                "The app restarts. | false",
            })
    void shouldNotTakeAProxysWordThatASiteWasAwayWhenItWasCalled(String body, boolean unknown) {
        // when
        RuntimeException failure = failures.answered(CHANGING, 503, headers(Map.of()), body);

        // then
        assertThat(failure instanceof OutcomeUnknownException).isEqualTo(unknown);
    }

    @ParameterizedTest
    @CsvSource({"300, true", "301, true", "302, true", "303, true", "304, true", "307, false", "308, false"})
    void shouldKnowAfterWhichRedirectionsAChangeMayHaveHappened(int status, boolean unknown) {
        // when
        RuntimeException change = failures.redirected(CHANGING, status, "https://elsewhere.example.com/x");
        RuntimeException question = failures.redirected(ASKING, status, "https://elsewhere.example.com/x");

        // then
        assertThat(change instanceof OutcomeUnknownException).isEqualTo(unknown);
        assertThat(change)
                .hasMessageContaining("sends Ferry elsewhere (" + status + " to elsewhere.example.com)")
                .hasMessageContaining("Set the site's address");
        assertThat(question).isInstanceOfSatisfying(RemoteFailure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.LASTING);
            assertThat(failure.httpStatus()).hasValue(status);
        });
    }

    static Stream<Arguments> troublesWithTls() {
        String certificate = "Check the certificate of the site";
        String shown = "Check ferry.network.client-certificate";
        String demanded = "ferry.network.hosts.NAME.client-certificate.file";
        return Stream.of(
                arguments(new SSLHandshakeException("PKIX path building failed"), false, certificate),
                arguments(new SSLHandshakeException("Remote host terminated the handshake"), false, certificate),
                arguments(
                        new SSLPeerUnverifiedException("No name matching jira.example.com found"), false, certificate),
                // Java's client wraps whatever is no failed handshake.
                arguments(new SSLException("x", new SSLPeerUnverifiedException("x")), false, certificate),
                arguments(new SSLException("closing inbound before receiving peer's close_notify"), true, certificate),
                arguments(new SSLException("x", new IOException("Connection reset")), true, certificate),
                arguments(
                        new SSLHandshakeException("(bad_certificate) Received fatal alert: bad_certificate"),
                        true,
                        shown),
                arguments(new SSLHandshakeException("(unknown_ca) Received fatal alert: unknown_ca"), true, shown),
                arguments(new SSLHandshakeException("Received fatal alert: handshake_failure"), true, demanded),
                arguments(
                        new SSLHandshakeException("Received fatal alert: protocol_version"),
                        true,
                        "Have TLS 1.2 or 1.3 switched on"),
                arguments(new SSLException("Unsupported or unrecognized SSL message"), true, "Check the port"),
                arguments(
                        new SSLHandshakeException(
                                "(certificate_required) Received fatal alert: certificate_required",
                                new SSLHandshakeException(
                                        "(certificate_required) Received fatal alert: certificate_required")),
                        true,
                        demanded));
    }

    @ParameterizedTest
    @MethodSource("troublesWithTls")
    void shouldKnowAfterWhichTroubleWithTlsAChangeMayHaveHappened(
            SSLException trouble, boolean unknown, String whatToDo) {
        // when
        RuntimeException change = failures.thrown(CHANGING, trouble);
        RuntimeException question = failures.thrown(ASKING, trouble);

        // then
        assertThat(change instanceof OutcomeUnknownException).isEqualTo(unknown);
        assertThat(change).hasMessageContaining("TLS").hasMessageContaining(whatToDo);
        assertThat(question)
                .isInstanceOfSatisfying(
                        RemoteFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.LASTING));
    }

    @Test
    void shouldNotTakeAnAnswerThatIsTooLongForARefusal() {
        // when
        RuntimeException change = failures.tooLong(CHANGING, DataSize.ofMegabytes(32));
        RuntimeException question = failures.tooLong(ASKING, DataSize.ofMegabytes(32));

        // then
        assertThat(change).isInstanceOf(OutcomeUnknownException.class).hasMessageContaining("max-response-size");
        assertThat(question).isInstanceOf(RemoteFailure.class).hasMessageContaining("max-response-size");
    }

    @Test
    void shouldNameTheCaptcha() {
        // when
        RemoteFailure failure = (RemoteFailure) failures.answered(
                ASKING,
                403,
                headers(Map.of("X-Authentication-Denied-Reason", "CAPTCHA_CHALLENGE; login-url=https://x/login.jsp")),
                "");
        RemoteFailure denied = (RemoteFailure)
                failures.answered(ASKING, 401, headers(Map.of("X-Seraph-LoginReason", "AUTHENTICATION_DENIED")), "");

        // then
        assertThat(failure.title()).contains("CAPTCHA");
        assertThat(denied.title()).contains("CAPTCHA");
        assertThat(failure.kind()).isEqualTo(Kind.LASTING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Retry-After | 7 | PT7S",
                "Retry-After | Sun, 01 Mar 2026 12:02:00 GMT | PT2M",
                "Retry-After | Sun, 01 Mar 2026 11:00:00 GMT | PT0S",
                "X-RateLimit-Reset | 2026-03-01T12:00:30Z | PT30S",
                "X-RateLimit-Reset | 2026-03-01T12:01Z | PT1M",
            })
    void shouldObeyTheAskedPause(String header, String value, Duration pause) {
        // when
        RemoteFailure failure = (RemoteFailure) failures.answered(ASKING, 429, headers(Map.of(header, value)), "");

        // then
        assertThat(failure.retryAfter()).contains(pause);
    }

    @Test
    void shouldIgnoreAPauseThatIsNone() {
        // when
        RemoteFailure failure =
                (RemoteFailure) failures.answered(ASKING, 429, headers(Map.of("Retry-After", "soon")), "");

        // then
        assertThat(failure.retryAfter()).isEmpty();
    }

    @Test
    void shouldSayWhatTheSiteSaysWithoutAddresses() {
        // when
        RemoteFailure jira = (RemoteFailure) failures.answered(
                ASKING,
                400,
                headers(Map.of()),
                "{\"errorMessages\":[\"Bad query\"],\"errors\":{\"email\":\"a.b@example.com is taken\"}}");
        RemoteFailure page =
                (RemoteFailure) failures.answered(ASKING, 400, headers(Map.of()), "<html>a.b@example.com</html>");

        // then
        assertThat(jira.remoteMessage()).contains("Bad query (address) is taken");
        assertThat(page.remoteMessage()).isEmpty();
    }

    @Test
    void shouldSayWhatAnExceptionMeans() {
        assertThat(thrown(ASKING, new UnknownHostException("x")).kind()).isEqualTo(Kind.PASSING);
        assertThat(thrown(ASKING, new UnknownHostException("x")).title()).contains("no host jira.example.com");
        assertThat(thrown(ASKING, new HttpConnectTimeoutException("x")).title()).contains("in time");
        assertThat(thrown(CHANGING, new ConnectException()).kind()).isEqualTo(Kind.PASSING);
        assertThat(thrown(ASKING, new SSLHandshakeException("x")).kind()).isEqualTo(Kind.LASTING);
        assertThat(thrown(CHANGING, new SSLHandshakeException("x")).title()).contains("TLS");
        assertThat(thrown(ASKING, new HttpTimeoutException("x")).title()).contains("did not answer in time");
        assertThat(thrown(ASKING, new IOException("reset")).title()).contains("broke the connection off");
        assertThat(failures.thrown(CHANGING, new HttpTimeoutException("x")))
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(failures.thrown(CHANGING, new IOException("reset"))).isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void shouldClassifyWhateverAWorkerCatches() {
        assertThat(failures.classify(CredentialMissingException.variableNotSet(CredentialReference.of("env:X")))
                        .getMessage())
                .contains("env:X");
        assertThat(failures.classify(AutomationUnavailableException.of("dumps", "not offered."))
                        .kind())
                .isEqualTo(Kind.BY_DESIGN);
        RemoteFailure bug = failures.classify(new IllegalStateException("secret marker"));
        assertThat(bug.kind()).isEqualTo(Kind.LASTING);
        assertThat(bug.getMessage()).contains("IllegalStateException").doesNotContain("marker");
    }

    private RemoteFailure thrown(Call call, Exception exception) {
        return (RemoteFailure) failures.thrown(call, exception);
    }

    private static HttpHeaders headers(Map<String, String> headers) {
        return HttpHeaders.of(
                headers.entrySet().stream()
                        .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, e -> List.of(e.getValue()))),
                (name, value) -> true);
    }
}
