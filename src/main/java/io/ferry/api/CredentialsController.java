package io.ferry.api;

import io.ferry.access.Audit;
import io.ferry.credential.CredentialStore;
import io.ferry.credential.StoreClosed;
import io.ferry.migration.Actor;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.DeclaredCredential;
import io.ferry.remote.DeclaredCredentials;
import io.ferry.remote.Secret;
import io.ferry.remote.SiteCredential;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The credentials that an administrator declared, and the secrets of those that Ferry keeps itself. */
@RestController
@RequestMapping("/api/credentials")
@Tag(name = "Credentials")
class CredentialsController {
    private final DeclaredCredentials declared;
    private final CredentialResolver credentials;
    private final CredentialStore store;
    private final Audit audit;

    CredentialsController(
            DeclaredCredentials declared, CredentialResolver credentials, CredentialStore store, Audit audit) {
        this.audit = audit;
        this.declared = declared;
        this.credentials = credentials;
        this.store = store;
    }

    /**
     * A declared credential, without its secret and without where exactly it is.
     *
     * @param source {@code env}, {@code file} or {@code store}
     * @param resolves whether something usable is found there now
     */
    record Declared(String name, String source, List<String> hosts, boolean resolves) {}

    /** A secret on its way into the store, masked wherever it is shown. */
    record NewSecret(@Nullable String secret) {
        @Override
        public String toString() {
            return "NewSecret[********]";
        }
    }

    @GetMapping
    @Operation(summary = "Lists the declared credentials, without their secrets")
    List<Declared> list() {
        return new TreeMap<>(declared.credentials())
                .entrySet().stream()
                        .map(entry -> new Declared(
                                entry.getKey(),
                                entry.getValue().source().kind(),
                                entry.getValue().hosts(),
                                resolves(entry.getKey())))
                        .toList();
    }

    @PutMapping(path = "/{name}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Puts a secret into Ferry's store; nobody can read it back")
    ResponseEntity<Void> put(@PathVariable String name, @RequestBody NewSecret body, Actor actor) {
        requireInStore(name);
        String secret = body.secret();
        if (secret == null || secret.isBlank()) {
            throw RequestRefused.invalid("secret", "name:password, or a token alone");
        }
        try {
            store.put(name, Secret.of(secret));
        } catch (IllegalArgumentException unusable) {
            throw RequestRefused.invalid("secret", String.valueOf(unusable.getMessage()));
        } catch (StoreClosed closed) {
            throw new RequestRefused(Problems.conflict("Nothing can be stored", String.valueOf(closed.getMessage())));
        }
        audit.record(Audit.What.SECRET_STORED, name, actor);
        return ResponseEntity.noContent().build();
    }

    @DeleteMapping("/{name}")
    @Operation(summary = "Removes a secret from Ferry's store")
    ResponseEntity<Void> remove(@PathVariable String name, Actor actor) {
        requireInStore(name);
        store.remove(name);
        audit.record(Audit.What.SECRET_REMOVED, name, actor);
        return ResponseEntity.noContent().build();
    }

    private void requireInStore(String name) {
        DeclaredCredential known = declared.credentials().get(name);
        if (known == null) {
            throw new RequestRefused(Problems.unknownCredential());
        }
        if (!known.source().isStore()) {
            throw new RequestRefused(Problems.conflict(
                    "The secret of this credential is elsewhere",
                    "Set ferry.credentials." + name
                            + ".source to store, and start Ferry again; or change the secret where it is."));
        }
    }

    private boolean resolves(String name) {
        try {
            credentials.isPassword(new SiteCredential.Named(name));
            return true;
        } catch (CredentialMissingException missing) {
            return false;
        }
    }
}
