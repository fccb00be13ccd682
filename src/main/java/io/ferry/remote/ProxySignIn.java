package io.ferry.remote;

/** Whether Java signs in at proxies. */
public final class ProxySignIn {
    /** Java's list of ways to sign in that it does not use with a proxy for https sites; Basic is on it. */
    private static final String REFUSED_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

    private ProxySignIn() {}

    /**
     * Lets Java sign in with name and password at proxies for https sites, unless it was told otherwise. To be called first
     * of all: Java reads this once, when the first of its clients is made.
     */
    public static void allow() {
        if (System.getProperty(REFUSED_SCHEMES) == null) {
            System.setProperty(REFUSED_SCHEMES, "");
        }
    }
}
