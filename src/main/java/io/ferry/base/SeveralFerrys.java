package io.ferry.base;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether several Ferrys (nodes) may work with this database at once: artifacts are in a bucket, which every node reaches, and the
 * database is PostgreSQL. Otherwise one works at a time.
 */
public final class SeveralFerrys implements Condition {
    /** The setting that names the bucket of the artifacts. */
    public static final String BUCKET = "ferry.artifacts.s3.bucket";

    private static final String PREFIX = "ferry.artifacts.s3.prefix";

    /** Whether these settings let several Ferrys work at once. */
    public static boolean mayWork(Environment settings) {
        return !bucket(settings).isEmpty()
                && settings.getProperty("spring.datasource.url", "").startsWith("jdbc:postgresql:");
    }

    /** The bucket of the artifacts; empty if they are in a folder. */
    public static String bucket(Environment settings) {
        return settings.getProperty(BUCKET, "").strip();
    }

    /** The bucket, and where in it the artifacts are, for people. Ferrys with another one miss each other's files. */
    public static String place(Environment settings) {
        String prefix = settings.getProperty(PREFIX, "").strip();
        return bucket(settings) + (prefix.isEmpty() ? "" : " under " + prefix);
    }

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return mayWork(context.getEnvironment());
    }
}
