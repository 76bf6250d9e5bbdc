// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.spi.EndpointKey;

/**
 * What makes two instances the same process: the endpoint they stand for and the registration that planned them. There
 * is one process per instance key, and per endpoint key one current instance.
 *
 * @param endpoint the wish
 * @param backendRevision version of the backend that planned it
 * @param swapGeneration which registration of the runtime planned it, counted from 1
 * @param variant what the alias stands for that the endpoint is for; empty without an alias
 */
public record InstanceKey(EndpointKey endpoint, String backendRevision, long swapGeneration, String variant) {}
