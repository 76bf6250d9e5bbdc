// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import io.paddock.api.Aliases;
import io.paddock.api.Backends;
import io.paddock.api.Endpoints;
import io.paddock.api.Events;
import io.paddock.api.Instances;
import io.paddock.api.Models;
import io.paddock.api.Swaps;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The kernel as this bundle sees it; there when all of it is. */
@Component(service = Services.class)
public record Services(
        Endpoints endpoints,
        Backends backends,
        Instances instances,
        Models models,
        Events events,
        Swaps swaps,
        Aliases aliases) {
    @Activate
    public Services(
            @Reference Endpoints endpoints,
            @Reference Backends backends,
            @Reference Instances instances,
            @Reference Models models,
            @Reference Events events,
            @Reference Swaps swaps,
            @Reference Aliases aliases) {
        this.endpoints = endpoints;
        this.backends = backends;
        this.instances = instances;
        this.models = models;
        this.events = events;
        this.swaps = swaps;
        this.aliases = aliases;
    }
}
