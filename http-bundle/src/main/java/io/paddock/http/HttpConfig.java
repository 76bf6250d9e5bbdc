// SPDX-License-Identifier: Apache-2.0
package io.paddock.http;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the HTTP side, PID {@code io.paddock.http}. A doubled underscore is one in the key. */
@ObjectClassDefinition(name = "Paddock HTTP", description = "REST and the OpenAI gateway")
@interface HttpConfig {
    /** Key {@code allowed_hosts}. */
    @AttributeDefinition(
            description = "Host names besides the loopback ones that requests may name, separated by commas")
    String allowed__hosts() default "";

    /** Key {@code max_body_bytes}. */
    @AttributeDefinition(description = "Largest body of a gateway request, 1024 to 268435456")
    int max__body__bytes() default 8 << 20;

    /** Key {@code max_concurrent_requests}. */
    @AttributeDefinition(description = "Gateway requests under way at once, 1 to 100000; more are refused")
    int max__concurrent__requests() default 256;

    /** Key {@code patience_ms}. */
    @AttributeDefinition(description = "How long a gateway request waits for its model to be ready, 0 to 3600000")
    long patience__ms() default 120_000;

    /** Key {@code silence_ms}. */
    @AttributeDefinition(description = "How long a model may send nothing before its request is given up, from 1000")
    long silence__ms() default 900_000;

    /** Key {@code public_base_url}. */
    @AttributeDefinition(description = "Base URL under which clients reach this server; empty: the one they used")
    String public__base__url() default "";

    /** Key {@code admin_token_file}. */
    @AttributeDefinition(description = "File of the admin token; empty: paddock/admin.token in Karaf's data folder")
    String admin__token__file() default "";
}
