package io.adaptivelb.demo.verdict;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of a poisoned model.
 *
 * @param shipped when it was, after the phase began; null when it was not
 * @param back when it was rolled back; null when it was not
 * @param guardrail by which
 */
public record Poison(@Nullable Duration shipped, @Nullable Duration back, String guardrail) {}
