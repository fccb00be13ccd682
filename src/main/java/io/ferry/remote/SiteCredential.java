package io.ferry.remote;

import java.net.URI;

/** What Ferry signs in with at a site. It says which secret is meant, and never holds it; safe to store, log and show. */
public sealed interface SiteCredential {

    /**
     * A credential that an administrator declared under {@code ferry.credentials}, and that a migration names. It goes to the hosts
     * that are declared with it, and to no other.
     *
     * @param name its name; whether it is declared shows when it is needed
     */
    record Named(String name) implements SiteCredential {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * A credential that stands in Ferry's settings beside the one address that it is for, such as the organisation's key.
     *
     * @param reference where it is found
     * @param address the address beside it; it goes to this host only
     */
    record OfSettings(CredentialReference reference, URI address) implements SiteCredential {
        @Override
        public String toString() {
            return reference.value();
        }
    }

    /** No credential: the address itself carries what is needed. */
    record None() implements SiteCredential {}
}
