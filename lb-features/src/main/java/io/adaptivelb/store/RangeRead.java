package io.adaptivelb.store;

/**
 * What a range read did.
 *
 * @param samples handed to the consumer
 * @param unreadable records and blocks that were damaged and therefore skipped; a block holds some hundred records
 */
public record RangeRead(long samples, long unreadable) {}
