package io.ferry.wave;

import io.ferry.migration.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a wave.
 *
 * @param message what, in a sentence
 * @param by who did it, as the record names people; null if nobody did
 * @param byChannel how Ferry knows who it was
 */
public record WaveEvent(
        Instant at, String message, @Nullable String by, Actor.@Nullable Channel byChannel) {}
