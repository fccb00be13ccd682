package io.ferry.artifact;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/** For what works where files are kept in a bucket. */
@ConditionalOnProperty(BucketProperties.BUCKET)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface BucketIsUsed {}
