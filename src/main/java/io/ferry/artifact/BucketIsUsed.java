package io.ferry.artifact;

import io.ferry.base.SeveralFerrys;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** For what works where files are kept in a bucket. */
@Conditional(BucketIsUsed.Set.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface BucketIsUsed {

    /** Whether a bucket is set. */
    class Set implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !SeveralFerrys.bucket(context.getEnvironment()).isEmpty();
        }
    }
}
