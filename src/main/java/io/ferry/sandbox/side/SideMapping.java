package io.ferry.sandbox.side;

import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.servlet.mvc.condition.RequestCondition;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Finds controllers by path and by port. */
public final class SideMapping extends RequestMappingHandlerMapping {
    private final Sides sides;

    /** @param sides which port is which site */
    public SideMapping(Sides sides) {
        this.sides = sides;
    }

    @Override
    protected @Nullable RequestCondition<?> getCustomTypeCondition(Class<?> handlerType) {
        OnSide onSide = AnnotatedElementUtils.findMergedAnnotation(handlerType, OnSide.class);
        return onSide == null ? null : new OnSides(sides, EnumSet.copyOf(List.of(onSide.value())));
    }

    private record OnSides(Sides sides, Set<Side> allowed) implements RequestCondition<OnSides> {
        @Override
        public OnSides combine(OnSides other) {
            return other;
        }

        @Override
        public @Nullable OnSides getMatchingCondition(HttpServletRequest request) {
            return allowed.contains(sides.of(request)) ? this : null;
        }

        @Override
        public int compareTo(OnSides other, HttpServletRequest request) {
            return Integer.compare(allowed.size(), other.allowed.size());
        }
    }
}
