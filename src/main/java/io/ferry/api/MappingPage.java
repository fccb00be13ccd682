package io.ferry.api;

/**
 * Where people map users to accounts. The page's script ({@code static/pages/mapping.js}) asks for people page by page.
 *
 * @param api the migration's address in the API
 * @param decides whether whoever looks may decide; others see the same without the buttons
 * @param products what people get access to for whom Ferry creates accounts
 */
record MappingPage(Frame frame, String api, boolean decides, String products) implements View {}
