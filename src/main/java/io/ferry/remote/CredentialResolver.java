package io.ferry.remote;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Finds the secret of a credential. It is asked anew for every call to a site, so that a corrected file is taken up without a
 * restart. A secret that is for sites is given out for an address only, and only if it may be sent there.
 */
@Component
public final class CredentialResolver {
    private static final int LARGEST = 64 * 1024;

    private final Function<String, @Nullable DeclaredCredential> declared;
    private final Function<String, @Nullable String> environment;

    private final Function<String, Optional<Secret>> stored;

    /** Resolves from this program's environment, from files, and from Ferry's own store where there is one. */
    @Autowired
    public CredentialResolver(DeclaredCredentials declared, ObjectProvider<StoredSecrets> store) {
        this(
                declared.credentials()::get,
                System::getenv,
                name -> Optional.ofNullable(store.getIfAvailable()).flatMap(secrets -> secrets.find(name)));
    }

    /**
     * Resolves without a store.
     *
     * @param declared gives the credential that is declared by this name, or null
     * @param environment gives the value of an environment variable, or null
     */
    public CredentialResolver(
            Function<String, @Nullable DeclaredCredential> declared, Function<String, @Nullable String> environment) {
        this(declared, environment, name -> Optional.empty());
    }

    private CredentialResolver(
            Function<String, @Nullable DeclaredCredential> declared,
            Function<String, @Nullable String> environment,
            Function<String, Optional<Secret>> stored) {
        this.declared = declared;
        this.environment = environment;
        this.stored = stored;
    }

    /**
     * The credential of a site, to be sent to this address.
     *
     * @return the credential as it is now
     * @throws RemoteFailure lasting if it must not be sent there
     * @throws CredentialMissingException if it is not declared, or nothing usable is found
     */
    public Credential resolve(SiteCredential credential, URI to) {
        requireFor(credential, to);
        return find(credential);
    }

    /**
     * Whether a credential is a name with a password, and not a token.
     *
     * @throws CredentialMissingException if it is not declared, or nothing usable is found
     */
    public boolean isPassword(SiteCredential credential) {
        return find(credential) instanceof Credential.Basic;
    }

    /** Whether an administrator declared a credential by this name. */
    public boolean isDeclared(String name) {
        return declared.apply(name) != null;
    }

    /** Whether a credential may be sent to this address. One that is not declared goes nowhere. */
    public boolean isFor(SiteCredential credential, URI to) {
        return switch (credential) {
            case SiteCredential.Named(String name) -> {
                DeclaredCredential known = declared.apply(name);
                yield known != null && known.isFor(to);
            }
            case SiteCredential.OfSettings(CredentialReference reference, URI address) ->
                DeclaredCredential.hostOf(address).equals(DeclaredCredential.hostOf(to));
            case SiteCredential.None() -> false;
        };
    }

    /**
     * @throws RemoteFailure lasting if this credential must not be sent to this address
     * @throws CredentialMissingException if it is not declared
     */
    void requireFor(SiteCredential credential, URI to) {
        if (credential instanceof SiteCredential.Named(String name) && !isDeclared(name)) {
            throw CredentialMissingException.notDeclared(name);
        }
        if (!isFor(credential, to)) {
            String host = DeclaredCredential.hostOf(to);
            throw RemoteFailure.lasting(
                    "Ferry does not send the credential " + credential + " to " + host + ".",
                    credential instanceof SiteCredential.Named(String name)
                            ? "It is not declared for this host. If it is meant to be sent there, an administrator adds "
                                    + host + " to ferry.credentials." + name
                                    + ".hosts; else correct the site's address or credential."
                            : "It is for the address beside it in Ferry's settings only.");
        }
    }

    private Credential find(SiteCredential credential) {
        return switch (credential) {
            case SiteCredential.Named(String name) -> {
                DeclaredCredential known = declared.apply(name);
                if (known == null) {
                    throw CredentialMissingException.notDeclared(name);
                }
                yield known.source().isStore() ? stored(name) : outside(name, known.source());
            }
            case SiteCredential.OfSettings(CredentialReference reference, URI address) -> resolve(reference);
            case SiteCredential.None() -> throw CredentialMissingException.none();
        };
    }

    private Credential stored(String name) {
        return stored.apply(name)
                .map(secret -> Credential.parse(secret.reveal()))
                .orElseThrow(() -> CredentialMissingException.notStored(name));
    }

    private Credential outside(String name, CredentialSource source) {
        try {
            return resolve(source.reference().orElseThrow());
        } catch (CredentialMissingException missing) {
            throw CredentialMissingException.nothingBehind(name);
        }
    }

    /**
     * The credential behind a reference of Ferry's own settings.
     *
     * @return the credential as it is now
     * @throws CredentialMissingException if nothing usable is found there
     */
    public Credential resolve(CredentialReference reference) {
        try {
            return Credential.parse(content(reference));
        } catch (IllegalArgumentException e) {
            throw CredentialMissingException.empty(reference);
        }
    }

    /**
     * What stands there as a whole, for secrets that are neither a password nor a token, such as a webhook's address.
     *
     * @throws CredentialMissingException if nothing is found there
     */
    public Secret secret(CredentialReference reference) {
        String content = content(reference).strip();
        if (content.isEmpty()) {
            throw CredentialMissingException.empty(reference);
        }
        return Secret.of(content);
    }

    private String content(CredentialReference reference) {
        return reference.value().startsWith("env:") ? variable(reference) : file(reference);
    }

    private String variable(CredentialReference reference) {
        String value = environment.apply(reference.value().substring("env:".length()));
        if (value == null) {
            throw CredentialMissingException.variableNotSet(reference);
        }
        return value;
    }

    private static String file(CredentialReference reference) {
        try {
            Path path = Path.of(reference.value().substring("file:".length()));
            if (!Files.isRegularFile(path) || Files.size(path) > LARGEST) {
                throw CredentialMissingException.fileNotReadable(reference);
            }
            return Files.readString(path);
        } catch (IOException | IllegalArgumentException e) {
            throw CredentialMissingException.fileNotReadable(reference);
        }
    }
}
