package io.adaptivelb.demo.screen;

import io.adaptivelb.demo.verdict.Figures;

/**
 * One backend at one moment.
 *
 * @param name the backend
 * @param weight what Envoy was told; 1,000 is a fair share
 * @param share of the requests of the last seconds that it answered; 0…1
 * @param recent figures of the last seconds
 * @param inFlight requests that it has
 * @param state what befalls it ("failing") and what we tell proxies of it ("unhealthy"); empty when all is well
 */
public record Row(
    String name, int weight, double share, Figures recent, int inFlight, String state) {}
