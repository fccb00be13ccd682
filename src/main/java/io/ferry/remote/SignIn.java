package io.ferry.remote;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** How a call says who sends it. */
public enum SignIn {
    /** Basic for a name with a password, Bearer for a token. */
    CREDENTIAL("Bearer"),
    /** Like {@link #CREDENTIAL}, with the older word before BigPicture's tokens. */
    API_TOKEN("APIToken"),
    /** The call itself carries what is needed (a session's cookies), or nothing is. */
    NONE("");

    private final String tokenScheme;

    SignIn(String tokenScheme) {
        this.tokenScheme = tokenScheme;
    }

    /**
     * The value of the header Authorization, from the credential as it is now.
     *
     * @param to the address to which the request goes
     * @throws RemoteFailure lasting if the credential must not be sent there
     */
    Optional<String> authorization(CredentialResolver credentials, SiteCredential credential, URI to) {
        if (this == NONE) {
            return Optional.empty();
        }
        return Optional.of(
                switch (credentials.resolve(credential, to)) {
                    case Credential.Basic(String user, Secret password) ->
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8));
                    case Credential.Token(Secret token) -> tokenScheme + " " + token.reveal();
                });
    }
}
