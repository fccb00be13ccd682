package io.ferry.bigpicture;

/**
 * The running app.
 *
 * @param key the app's key
 * @param version its version
 */
public record AppInfo(String key, String version) {}
