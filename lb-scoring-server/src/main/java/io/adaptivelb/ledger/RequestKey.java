package io.adaptivelb.ledger;

/**
 * What makes a repeated request known as such.
 *
 * @param key chosen by the client, unique for the request
 * @param fingerprint of the request's content: the same key with another content is a mistake
 */
public record RequestKey(String key, String fingerprint) {}
