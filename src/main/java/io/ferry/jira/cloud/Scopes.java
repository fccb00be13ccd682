package io.ferry.jira.cloud;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which scopes a scoped API token needs for a call: all classic ones, or else all granular ones. Source: the
 * specification, {@code x-atlassian-oauth2-scopes} of each operation.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Scopes {
    /** Such as {@code read:jira-work}; empty where there is no classic scope for it. */
    String[] classic() default {};

    /** Such as {@code read:project:jira}. */
    String[] granular() default {};
}
