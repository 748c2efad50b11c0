/**
 * Where telemetry is kept: samples on disk, found again by cluster, endpoint and time, across restarts and crashes.
 *
 * <p>Imports {@code domain} and {@code telemetry}. RocksDB does not show through.
 */
@NullMarked
package io.adaptivelb.store;

import org.jspecify.annotations.NullMarked;
