package io.ferry.process.reminders;

/** A way to tell people. */
sealed interface Channel permits MailChannel, WebhookChannel {
    /** How the record and the pages call it; at most 60 characters. */
    String name();

    /** Whether its readers are concerned. */
    boolean concerns(Notice notice);

    /**
     * Sends the message, and waits for as long as configured at most.
     *
     * @throws NotSent if it surely or probably did not go out
     */
    void send(Message message) throws NotSent;
}
