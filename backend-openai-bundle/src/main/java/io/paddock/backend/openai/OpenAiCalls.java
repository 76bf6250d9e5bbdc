// SPDX-License-Identifier: Apache-2.0
package io.paddock.backend.openai;

import io.paddock.backend.http.HttpCalls;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The one client of all configurations that trust what the JDK trusts. */
@Component(service = OpenAiCalls.class)
public final class OpenAiCalls {
    private final HttpCalls calls;

    @Activate
    public OpenAiCalls() {
        calls = HttpCalls.open("paddock-openai", null);
    }

    HttpCalls calls() {
        return calls;
    }

    @Deactivate
    void deactivate() {
        calls.close();
    }
}
