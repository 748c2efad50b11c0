/**
 * HTTP GETs against peers that may be slow, broken or hostile: a deadline, a size limit and one kind of failure for each.
 *
 * <p>Owns the network threads. Imports {@code failure} and {@code clusters}' TLS settings; knows nothing of what a body
 * means.
 */
@NullMarked
package io.adaptivelb.fetch;

import org.jspecify.annotations.NullMarked;
