package io.ferry.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Bounds what is read of a request: bodies above the limit are refused, by their announced length or, where none is
 * announced, when too much has come or it comes too slowly. Only the method that answers the request can lift these limits
 * ({@link LargeBody}), never what a path looks like. Parameters are bounded too; texts in a body are by Jackson ({@link
 * JsonLimits}).
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class BodyLimit extends OncePerRequestFilter implements WebMvcConfigurer, HandlerInterceptor {
    private static final int MOST_PARAMETERS = 20;
    private static final int LONGEST_PARAMETER = 1_000;

    private final long limit;
    private final Duration timeout;
    private final ObjectMapper json;

    BodyLimit(ApiProperties properties, ObjectMapper json) {
        this.limit = properties.maxBodySize().toBytes();
        this.timeout = properties.bodyTimeout();
        this.json = json;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Counted counted = new Counted(request, limit, System.nanoTime() + timeout.toNanos());
        request.setAttribute(BodyLimit.class.getName(), counted);
        chain.doFilter(counted, response);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        long allowed = limit;
        if (handler instanceof HandlerMethod method
                && method.getMethodAnnotation(LargeBody.class) instanceof LargeBody large) {
            allowed = large.value();
            if (request.getAttribute(BodyLimit.class.getName()) instanceof Counted counted) {
                counted.limit = allowed;
                // A file comes as fast as its sender can; what stalls is ended by the server's own timeout.
                counted.end = null;
            }
        }
        if (request.getContentLengthLong() > allowed) {
            EarlyRefusal.write(response, json, Problems.tooLarge(allowed));
            return false;
        }
        Map<String, String[]> parameters = request.getParameterMap();
        if (parameters.size() > MOST_PARAMETERS
                || parameters.values().stream()
                        .anyMatch(values -> values.length > MOST_PARAMETERS
                                || Arrays.stream(values).anyMatch(value -> value.length() > LONGEST_PARAMETER))) {
            EarlyRefusal.write(response, json, Problems.parametersTooLong(MOST_PARAMETERS, LONGEST_PARAMETER));
            return false;
        }
        return true;
    }

    private static final class Counted extends HttpServletRequestWrapper {
        private volatile long limit;
        private volatile @Nullable Long end;

        Counted(HttpServletRequest request, long limit, long end) {
            super(request);
            this.limit = limit;
            this.end = end;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new CountedStream(super.getInputStream(), limit, end);
        }

        @Override
        public BufferedReader getReader() throws IOException {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }

    private static final class CountedStream extends ServletInputStream {
        private final ServletInputStream body;
        private final @Nullable Long end;
        private final long limit;
        private long left;

        CountedStream(ServletInputStream body, long limit, @Nullable Long end) {
            this.body = body;
            this.limit = limit;
            this.left = limit;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            int read = body.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = body.read(bytes, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int read) throws IOException {
            if (end != null && System.nanoTime() - end > 0) {
                throw new BodyTooSlow();
            }
            left -= read;
            if (left < 0) {
                throw new BodyTooLarge(limit);
            }
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
