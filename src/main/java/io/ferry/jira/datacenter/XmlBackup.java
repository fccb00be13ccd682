package io.ferry.jira.datacenter;

import feign.Response;
import feign.Util;
import io.ferry.remote.Access;
import io.ferry.remote.CookieJar;
import io.ferry.remote.Credential;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteClients;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteProperties;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One backup, as an administrator's browser asks for it: a session, WebSudo, which gives the session's cookie anew, then
 * the page. A session that ends in between is begun again, once.
 */
final class XmlBackup {
    private static final Logger LOG = LoggerFactory.getLogger(XmlBackup.class);
    private static final String XSRF_COOKIE = "atlassian.xsrf.token";

    private final RemoteClients clients;
    private final RemoteProperties properties;
    private final Access access;

    XmlBackup(RemoteClients clients, RemoteProperties properties, Access access) {
        this.clients = clients;
        this.properties = properties;
        this.access = access;
    }

    XmlBackupOutcome run(Credential credential, String fileName) {
        if (!(credential instanceof Credential.Basic basic)) {
            throw RemoteFailure.lasting(
                    "The XML backup of " + site() + " needs a user name and a password, not a token.",
                    "Let the source's credential point to name:password of a Jira system administrator, or make the backup by hand.");
        }
        for (int session = 1; ; session++) {
            CookieJar cookies = new CookieJar();
            JiraSessionApi pages = clients.client(JiraSessionApi.class, access.inSession(cookies));
            JiraSessionApi patient = clients.client(
                    JiraSessionApi.class, access.inSession(cookies).answeringWithin(properties.backupTimeout()));
            pages.signIn(
                    new JiraSessionApi.SignInBody(basic.user(), basic.password().reveal()));
            try {
                enterWebSudo(pages, cookies, basic);
                switch (ask(patient, cookies, fileName)) {
                    case ResultPage.Written() -> {
                        return new XmlBackupOutcome.Written(fileName);
                    }
                    case ResultPage.Refused(String reason) -> {
                        return new XmlBackupOutcome.Refused(
                                reason,
                                "Put right what Jira complains of (its log says more), then let Ferry do it, or make "
                                        + "the backup by hand.");
                    }
                    case ResultPage.Unknown() -> throw unknownPage(fileName);
                    case ResultPage.SignInFirst() -> {
                        if (session > 1) {
                            throw RemoteFailure.lasting(
                                    site() + " asks for the password again although it was accepted.",
                                    "Check that Ferry's user is a system administrator, and that proxies pass cookies on.");
                        }
                    }
                }
            } finally {
                signOut(pages);
            }
        }
    }

    private void enterWebSudo(JiraSessionApi pages, CookieJar cookies, Credential.Basic credential) {
        try (Response answer = pages.webSudo(form(
                cookies,
                Map.of(
                        "webSudoPassword",
                        credential.password().reveal(),
                        "webSudoDestination",
                        "/secure/admin/XmlBackup!default.jspa",
                        "webSudoIsPost",
                        "false")))) {
            // A page instead of a redirection is the form again, with an error at its field.
            if (answer.status() < 300) {
                throw RemoteFailure.lasting(
                        site() + " does not accept the password for administration (WebSudo).",
                        "Correct the password that the credential points to; sign in once in a browser if Jira asks for a CAPTCHA.");
            }
        }
    }

    private ResultPage ask(JiraSessionApi pages, CookieJar cookies, String fileName) {
        Response answer;
        try {
            answer = pages.xmlBackup(form(cookies, Map.of("filename", fileName, "confirm", "true")));
        } catch (RemoteFailure failure) {
            if (failure.hasStatus(401)) {
                return new ResultPage.SignInFirst();
            }
            throw failure;
        }
        try (answer) {
            if (answer.status() >= 300) {
                Collection<String> to = answer.headers().getOrDefault("location", List.of());
                boolean signIn = to.stream().anyMatch(place -> place.contains("login") || place.contains("WebSudo"));
                return signIn ? new ResultPage.SignInFirst() : new ResultPage.Unknown();
            }
            return ResultPage.of(Util.toString(answer.body().asReader(StandardCharsets.UTF_8)), fileName);
        } catch (IOException e) {
            return new ResultPage.Unknown();
        }
    }

    private void signOut(JiraSessionApi pages) {
        try {
            pages.signOut();
        } catch (RuntimeException e) {
            // The session ends by itself; what came of the backup matters more.
            LOG.debug("The session at {} could not be ended.", site());
        }
    }

    private static String form(CookieJar cookies, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        cookies.value(XSRF_COOKIE).ifPresent(token -> all.put("atl_token", token));
        return all.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private OutcomeUnknownException unknownPage(String fileName) {
        return OutcomeUnknownException.of(
                site() + " answered the request for a backup with a page that Ferry does not know.",
                "Look into Jira's export folder whether " + fileName + " is there and complete, and into Jira's log.");
    }

    private String site() {
        return access.site().name();
    }
}
