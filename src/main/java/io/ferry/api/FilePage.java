package io.ferry.api;

/**
 * Where one file is uploaded and downloaded; its script does both.
 *
 * @param api the file's address in the API
 * @param what what the file is, as in "the dump"
 * @param lead where the file comes from
 */
record FilePage(Frame frame, String api, String what, String lead) implements View {}
