package io.ferry.backup.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names the app that owns a table. A prefix is {@code AO_} and the last six hexadecimal digits of the MD5 of the app's
 * namespace, which is its key unless the app says otherwise (facts/jira-backup-format.md), so the prefix of every
 * installed app can be worked out, and a few more are known.
 */
public final class AppTables {
    private static final Pattern PREFIX = Pattern.compile("^(AO_[0-9A-Fa-f]{6})(_|$)");

    /** Keys of apps whose tables are often met, also where the app itself is no longer installed. */
    private static final List<String> KNOWN = List.of(
            "eu.softwareplant.bigpicture",
            "eu.softwareplant.biggantt",
            "com.pyxis.greenhopper.jira",
            "com.atlassian.servicedesk",
            "com.atlassian.jira.jira-mail-plugin",
            "com.atlassian.activeobjects.activeobjects-plugin",
            "com.atlassian.webhooks.atlassian-webhooks-plugin",
            "com.riadalabs.jira.plugins.insight",
            "com.onresolve.jira.groovy.groovyrunner",
            "com.almworks.jira.structure",
            "com.tempoplugin.tempo-core");

    private static final int MOST_OWNERS = 10_000;

    private AppTables() {}

    public static String prefix(String table) {
        Matcher matcher = PREFIX.matcher(table);
        return matcher.find() ? matcher.group(1).toUpperCase(Locale.ROOT) : "";
    }

    /** Who owns the tables of a prefix, and whether that is only worked out or known from elsewhere. */
    public record Owner(String app, boolean guessed) {}

    /**
     * The owners by prefix: as the site wrote them down, and for the rest as far as they can be guessed.
     *
     * @param written what the site wrote down, in JSON; null where it did not
     */
    public static Map<String, Owner> owners(Collection<BackupApp> apps, @Nullable String written) {
        Map<String, Owner> owners = new HashMap<>();
        appsByPrefix(apps).forEach((prefix, app) -> owners.put(prefix, new Owner(app, true)));
        writtenOwners(written).forEach((prefix, app) -> owners.put(prefix, new Owner(app, false)));
        return owners;
    }

    /** Reads {@code {"AO_38321B_CUSTOM_CONTENT_LINK":{"key":"com.atlassian…", …}, …}}; whatever else it is counts as nothing. */
    private static Map<String, String> writtenOwners(@Nullable String written) {
        Map<String, String> owners = new HashMap<>();
        if (written == null) {
            return owners;
        }
        try (JsonParser json = new JsonFactory().createParser(written)) {
            String table = null;
            int depth = 0;
            JsonToken token = json.nextToken();
            while (token != null && owners.size() < MOST_OWNERS) {
                if (token == JsonToken.START_OBJECT) {
                    depth++;
                } else if (token == JsonToken.END_OBJECT) {
                    depth--;
                } else if (token == JsonToken.FIELD_NAME && depth == 1) {
                    table = json.currentName();
                } else if (token == JsonToken.VALUE_STRING
                        && table != null
                        && (depth == 1 || (depth == 2 && "key".equals(json.currentName())))) {
                    String prefix = prefix(table);
                    if (!prefix.isEmpty()) {
                        owners.put(prefix, json.getText());
                    }
                }
                token = json.nextToken();
            }
        } catch (IOException cutOrDamaged) {
            // What was read until then counts.
        }
        return owners;
    }

    static Map<String, String> appsByPrefix(Collection<BackupApp> apps) {
        Map<String, String> byPrefix = new HashMap<>();
        KNOWN.forEach(key -> byPrefix.put(prefixOf(key), key));
        apps.forEach(app -> byPrefix.put(prefixOf(app.key()), app.key()));
        return byPrefix;
    }

    static String prefixOf(String appKey) {
        try {
            // MD5 is what Active Objects uses to make names; nothing here depends on its strength.
            byte[] hash = MessageDigest.getInstance("MD5").digest(appKey.getBytes(StandardCharsets.UTF_8));
            return "AO_" + HexFormat.of().withUpperCase().formatHex(hash, 13, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5.", e);
        }
    }
}
