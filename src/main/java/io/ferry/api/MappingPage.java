package io.ferry.api;

/**
 * Where people map users to accounts. The page's script ({@code static/pages/mapping.js}) asks for people page by page.
 *
 * @param api the migration's address in the API
 * @param products what people get access to for whom Ferry creates accounts
 */
record MappingPage(Frame frame, String api, String products) implements View {}
