package io.ferry.access;

import io.ferry.base.SeveralFerrys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.web.servlet.server.Session.Cookie;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.core.serializer.DefaultSerializer;
import org.springframework.core.serializer.support.SerializingConverter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps sessions in the database while several Ferrys work, so that each request may reach another one. With one Ferry they are in
 * Tomcat's memory. Expired ones are deleted every minute by each Ferry.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(SeveralFerrys.class)
@EnableSpringHttpSession
class SharedSessions {
    private static final Logger log = LoggerFactory.getLogger(SharedSessions.class);
    private static final String TABLE = "ferry_session";

    /** What Spring Security and Ferry put into sessions, and nothing else: whoever can write into the database makes no other. */
    private static final ObjectInputFilter KNOWN = ObjectInputFilter.Config.createFilter(
            "maxdepth=30;maxrefs=20000;maxbytes=1000000;maxarray=20000;java.lang.*;java.util.*;java.time.*;java.math.*;"
                    + "java.net.URL;java.net.URI;org.springframework.security.**;!*");

    @Bean
    JdbcIndexedSessionRepository storedSessions(DataSource database, PlatformTransactionManager transactions) {
        var apart = new TransactionTemplate(transactions);
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        var sessions = new JdbcIndexedSessionRepository(new JdbcTemplate(database), apart);
        sessions.setTableName(TABLE);
        sessions.setDefaultMaxInactiveInterval(SessionLimits.UNTIL_SIGNED_IN);
        // Nobody looks for a person's sessions, so nobody's name is beside them.
        sessions.setIndexResolver(session -> Map.of());
        var conversions = new GenericConversionService();
        conversions.addConverter(Object.class, byte[].class, new SerializingConverter(new DefaultSerializer()));
        conversions.addConverter(byte[].class, Object.class, SharedSessions::read);
        sessions.setConversionService(conversions);
        return sessions;
    }

    @Bean
    SessionRepository<?> sessionRepository(JdbcIndexedSessionRepository stored, DataSource database) {
        return limited(stored, JdbcClient.create(database));
    }

    /** As many as with one Ferry. */
    private static <S extends Session> SessionRepository<S> limited(SessionRepository<S> stored, JdbcClient sql) {
        return new SessionRepository<>() {
            @Override
            public S createSession() {
                if (sql.sql("select count(*) from " + TABLE)
                                .query(Integer.class)
                                .single()
                        >= SessionLimits.MOST_SESSIONS) {
                    throw new IllegalStateException("There are too many sessions; wait until some have ended.");
                }
                return stored.createSession();
            }

            @Override
            public void save(S session) {
                stored.save(session);
            }

            @Override
            public @Nullable S findById(String id) {
                return stored.findById(id);
            }

            @Override
            public void deleteById(String id) {
                stored.deleteById(id);
            }
        };
    }

    @Bean
    DefaultCookieSerializer sessionCookie(ServerProperties server) {
        Cookie settings = server.getServlet().getSession().getCookie();
        var cookie = new DefaultCookieSerializer();
        if (settings.getName() != null) {
            cookie.setCookieName(settings.getName());
        }
        if (settings.getHttpOnly() != null) {
            cookie.setUseHttpOnlyCookie(settings.getHttpOnly());
        }
        if (settings.getSecure() != null) {
            cookie.setUseSecureCookie(settings.getSecure());
        }
        if (settings.getSameSite() != null) {
            cookie.setSameSite(settings.getSameSite().attributeValue());
        }
        return cookie;
    }

    /** What another release has written and this one cannot read is as if it were not there: the person signs in again. */
    static @Nullable Object read(byte[] content) {
        try (InputStream in = new ByteArrayInputStream(content);
                ObjectInputStream objects = new ObjectInputStream(in)) {
            objects.setObjectInputFilter(KNOWN);
            return objects.readObject();
        } catch (IOException | ClassNotFoundException | RuntimeException unreadable) {
            log.warn("Something in a session cannot be read, and is left out: {}", unreadable.toString());
            return null;
        }
    }
}
