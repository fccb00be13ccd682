package io.ferry.jira.datacenter;

import feign.Headers;
import feign.RequestLine;
import feign.Response;
import io.ferry.remote.ReadOnlyCall;
import io.ferry.remote.RemoteFact;
import io.ferry.remote.RemoteFact.Certainty;

/** What Jira Data Center offers to a signed-in browser only. */
interface JiraSessionApi {
    String SIGN_IN = "facts/jira-data-center.md, Sign-in";
    String FORM = "Content-Type: application/x-www-form-urlencoded";
    String NO_CHECK = "X-Atlassian-Token: no-check";

    @ReadOnlyCall
    @RemoteFact(certainty = Certainty.DOCUMENTED, source = SIGN_IN)
    @RequestLine("POST /rest/auth/1/session")
    @Headers("Content-Type: application/json")
    void signIn(SignInBody body);

    @ReadOnlyCall
    @RemoteFact(certainty = Certainty.DOCUMENTED, source = SIGN_IN)
    @RequestLine("DELETE /rest/auth/1/session")
    void signOut();

    @ReadOnlyCall
    @RemoteFact(certainty = Certainty.SEEN, source = SIGN_IN)
    @RequestLine("POST /secure/admin/WebSudoAuthenticate.jspa")
    @Headers({FORM, NO_CHECK, "Accept: text/html"})
    Response webSudo(String form);

    @RemoteFact(certainty = Certainty.SEEN, source = "facts/jira-data-center.md, XML backup")
    @RequestLine("POST /secure/admin/XmlBackup.jspa")
    @Headers({FORM, NO_CHECK, "Accept: text/html", "Accept-Language: en"})
    Response xmlBackup(String form);

    /** Name and password, masked wherever it is shown. */
    record SignInBody(String username, String password) {
        @Override
        public String toString() {
            return "SignInBody[********]";
        }
    }
}
