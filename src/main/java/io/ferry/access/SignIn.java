package io.ferry.access;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;

/** How people and scripts sign in. */
interface SignIn {
    /** Adds it to the filters that every request passes. */
    void addTo(HttpSecurity http) throws Exception;
}
