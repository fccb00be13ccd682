package io.ferry.access;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;

/** How people and scripts sign in. */
interface SignIn {
    /** Adds it to the filters that every request passes. */
    void addTo(HttpSecurity http) throws Exception;

    /**
     * Whether this key, link or token is known to be good, without asking anybody. Who presents it goes on, also where others
     * at the same address have failed too often.
     */
    boolean knows(String presented);
}
