package io.ferry.access;

import io.ferry.base.Sha256;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.ott.DefaultOneTimeToken;
import org.springframework.security.authentication.ott.GenerateOneTimeTokenRequest;
import org.springframework.security.authentication.ott.OneTimeToken;
import org.springframework.security.authentication.ott.OneTimeTokenAuthenticationToken;
import org.springframework.security.authentication.ott.OneTimeTokenService;
import org.springframework.security.crypto.keygen.BytesKeyGenerator;
import org.springframework.security.crypto.keygen.KeyGenerators;

/** Links that sign in at any of several Ferrys, each once. The database has their hashes, with which nobody can sign in. */
final class StoredSignInLinks implements OneTimeTokenService {
    private static final BytesKeyGenerator RANDOM = KeyGenerators.secureRandom(32);

    private final JdbcClient sql;
    private final Clock clock;

    StoredSignInLinks(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    @Override
    public OneTimeToken generate(GenerateOneTimeTokenRequest request) {
        Instant now = clock.instant();
        sql.sql("delete from sign_in_link where good_until <= :now")
                .param("now", column(now))
                .update();
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(RANDOM.generateKey());
        Instant end = now.plus(request.getExpiresIn());
        sql.sql("insert into sign_in_link (hash, person, good_until) values (:hash, :person, :end)")
                .param("hash", hash(token))
                .param("person", request.getUsername())
                .param("end", column(end))
                .update();
        return new DefaultOneTimeToken(token, request.getUsername(), end);
    }

    @Override
    public @Nullable OneTimeToken consume(OneTimeTokenAuthenticationToken presented) {
        String token = String.valueOf(presented.getTokenValue());
        String person = sql.sql("select person from sign_in_link where hash = :hash and good_until > :now")
                .param("hash", hash(token))
                .param("now", column(clock.instant()))
                .query(String.class)
                .optional()
                .orElse(null);
        // Whoever deletes it has used it.
        boolean first = sql.sql("delete from sign_in_link where hash = :hash")
                        .param("hash", hash(token))
                        .update()
                == 1;
        return person != null && first ? new DefaultOneTimeToken(token, person, clock.instant()) : null;
    }

    private static String hash(String token) {
        return HexFormat.of().formatHex(Sha256.of(token));
    }

    private static OffsetDateTime column(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
