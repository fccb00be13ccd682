package io.ferry.remote;

/**
 * A call as failures speak of it.
 *
 * @param siteName host and port
 * @param what the method and path, without query
 * @param changes whether it may change something at the site, so that it must not be repeated blindly
 */
record Call(String siteName, String what, boolean changes) {}
