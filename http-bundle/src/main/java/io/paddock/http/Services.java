// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import io.paddock.api.Backends;
import io.paddock.api.Endpoints;
import io.paddock.api.Events;
import io.paddock.api.Instances;
import io.paddock.api.Models;

/** The kernel as this bundle sees it. */
record Services(Endpoints endpoints, Backends backends, Instances instances, Models models, Events events) {}
