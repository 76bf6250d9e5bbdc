// SPDX-License-Identifier: Apache-2.0
package io.paddock.kernel.instance;

import io.paddock.api.Lease;
import io.paddock.api.LeaseState;
import io.paddock.api.LeaseTerms;
import io.paddock.api.RequestContext;
import io.paddock.kernel.work.Moment;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/** Makes new leases with refs that nobody can guess. */
final class LeaseIssue {
    private static final int REF_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final InstanceIdentity identity;

    LeaseIssue(InstanceIdentity identity) {
        this.identity = identity;
    }

    Lease issue(LeaseTerms terms, RequestContext context, Moment now) {
        byte[] bytes = new byte[REF_BYTES];
        RANDOM.nextBytes(bytes);
        ByteBuffer secret = ByteBuffer.wrap(bytes);
        return new Lease(
                LeaseRefs.of(secret.getLong(), secret.getLong()),
                terms.ownerRef(),
                terms.ttl(),
                terms.renewable(),
                terms.ttl() == null ? null : now.wall().plus(terms.ttl()),
                now.wall(),
                LeaseState.ACTIVE,
                identity.id(),
                identity.backend(),
                identity.model(),
                identity.generation(),
                context);
    }
}
